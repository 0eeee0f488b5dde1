package dev.ingestion.benchmarks;

import dev.ingestion.domain.Digest;
import dev.ingestion.domain.document.BlockKind;
import dev.ingestion.domain.document.ParsedDocument;
import dev.ingestion.ports.out.DocumentContent;
import dev.ingestion.ports.out.DocumentParser;
import dev.ingestion.ports.out.DocumentSource;
import dev.ingestion.ports.out.DocumentSourceProvider;
import dev.ingestion.ports.out.FetchedDocument;
import dev.ingestion.ports.out.SourceListing;
import dev.ingestion.ports.out.SourceSettings;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/**
 * Documents that cost nothing to read or parse: a root such as {@code 400x50} has 400 documents of
 * 50 chunks, each chunk a paragraph of 1,000 characters that no other document has. Thread-safe.
 */
final class SyntheticDocuments implements DocumentSourceProvider, DocumentParser {
  static final int CHUNK_CHARACTERS = 1_000;

  /** Sentences of a usual length, since that is where the chunker may cut. */
  private static final String FILLER =
      "It does so in one step, which a reader sees wholly or not at all, whatever happens. "
          .repeat(1 + CHUNK_CHARACTERS / 80);

  /** The root of so many documents. */
  static String root(int documents, int chunksEach) {
    return documents + "x" + chunksEach;
  }

  private record Size(int documents, int chunksEach) {
    static Size of(String root) {
      String[] parts = root.split("x", 2);
      return new Size(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
    }
  }

  @Override
  public String canonicalRoot(String root) {
    return root;
  }

  @Override
  public DocumentSource open(SourceSettings settings) {
    Size size = Size.of(settings.root());
    return new DocumentSource() {
      @Override
      public SourceListing list() {
        return new Listing(size);
      }

      @Override
      public FetchedDocument fetch(String path) {
        return new Fetched(path);
      }
    };
  }

  @Override
  public String fingerprint() {
    return "synthetic-1";
  }

  /** The path says all: {@code d00000017-50} is number 17 and has 50 chunks. */
  @Override
  public ParsedDocument parse(String name, DocumentContent content) {
    int chunks = Integer.parseInt(name.substring(name.indexOf('-') + 1));
    ParsedDocument.Builder builder = ParsedDocument.builder();
    for (int i = 0; i < chunks; i++) {
      builder.add(BlockKind.PARAGRAPH, paragraph(i, name), List.of(), 0);
    }
    return builder.build(name, "text/plain");
  }

  /** 1,000 characters that no other document has. */
  static String paragraph(int number, String document) {
    String begin = "Paragraph " + number + " of " + document + ". ";
    return begin + FILLER.substring(0, CHUNK_CHARACTERS - 1 - begin.length()) + ".";
  }

  private static final class Listing implements SourceListing {
    private final Size size;
    private int next;

    Listing(Size size) {
      this.size = size;
    }

    @Override
    public Optional<Entry> next() {
      if (next == size.documents()) {
        return Optional.empty();
      }
      String path = "d%08d-%d".formatted(next++, size.chunksEach());
      return Optional.of(new Entry.Document(path, "1", -1));
    }

    @Override
    public void close() {
      // nothing is held open
    }
  }

  private record Fetched(String path) implements FetchedDocument {
    @Override
    public String contentHash() {
      return new Digest().add(path).hex(32);
    }

    @Override
    public String stamp() {
      return "1";
    }

    @Override
    public long size() {
      return 0;
    }

    @Override
    public InputStream open() {
      return InputStream.nullInputStream();
    }

    @Override
    public void close() {
      // nothing is held open
    }
  }
}
