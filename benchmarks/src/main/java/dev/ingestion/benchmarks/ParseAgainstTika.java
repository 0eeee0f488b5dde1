package dev.ingestion.benchmarks;

import com.google.inject.Key;
import com.google.inject.name.Names;
import dev.ingestion.adapters.tika.TikaModule;
import dev.ingestion.benchmarks.Row.Goal;
import dev.ingestion.benchmarks.Row.Pair;
import dev.ingestion.domain.chunking.Chunker;
import dev.ingestion.domain.document.ParsedDocument;
import dev.ingestion.ports.out.DocumentParser;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.parser.AutoDetectParser;
import org.apache.tika.parser.ParseContext;
import org.apache.tika.sax.BodyContentHandler;

/**
 * Megabytes of real pages a second: parsed in processes that can be killed and cut into chunks by
 * the model's own tokens, against Tika in this process, which only makes text. Both on all cores.
 */
final class ParseAgainstTika implements Benchmark {
  private static final int WARM_UP_ROUNDS = 12;

  @Override
  public String name() {
    return "parse";
  }

  @Override
  public List<Row> run(Path scratch, boolean full) {
    try (Scratch root = Scratch.in(scratch);
        Installation installation =
            Installation.open(root.path().resolve("data"), RealParts.Pipeline.WHOLE)) {
      RealPages pages = RealPages.copy(root.path(), full ? 300 : 3);
      Sides sides =
          new Sides(
              pages,
              installation.get(Key.get(DocumentParser.class, Names.named(TikaModule.NAME))),
              new Chunker(RealParts.CHUNKING, installation.get(RealParts.MODEL)));
      // For the JIT compilers: a parser process sees half of the pages of a round, Tika all.
      for (int round = 0; full && round < WARM_UP_ROUNDS; round++) {
        sides.ours(true);
        sides.tika();
      }
      List<Pair> both = new ArrayList<>();
      List<Pair> parsed = new ArrayList<>();
      for (int round = 0; round < (full ? 5 : 1); round++) {
        double theirs = sides.tika();
        both.add(new Pair(sides.ours(true), theirs));
        parsed.add(new Pair(sides.ours(false), theirs));
      }
      return List.of(
          Row.of(name(), "parse and chunk, against Tika alone", "MB/s", both, Goal.atLeast(0.9)),
          Row.of(name(), "parse, against Tika alone", "MB/s", parsed, Goal.NONE));
    }
  }

  private record Sides(RealPages pages, DocumentParser parser, Chunker chunker) {
    double ours(boolean chunking) {
      LongAdder text = new LongAdder();
      LongAdder chunks = new LongAdder();
      long start = System.nanoTime();
      Cores.each(
          pages.paths(),
          (thread, page) -> {
            ParsedDocument document =
                parser.parse(page.getFileName().toString(), new FileContent(page));
            text.add(document.text().length());
            if (chunking) {
              chunks.add(chunker.chunk(document).size());
            }
          });
      double rate = megabytesASecond(start);
      requireText(text.sum());
      BrokenBenchmarkException.require(
          "at least as many chunks as pages",
          1,
          !chunking || chunks.sum() >= pages.files() ? 1 : 0);
      return rate;
    }

    double tika() {
      AutoDetectParser tika = new AutoDetectParser();
      LongAdder characters = new LongAdder();
      long start = System.nanoTime();
      Cores.each(
          pages.paths(),
          (thread, page) -> {
            BodyContentHandler text = new BodyContentHandler(-1);
            Metadata metadata = new Metadata();
            metadata.set("resourceName", page.getFileName().toString());
            try (InputStream in = Files.newInputStream(page)) {
              tika.parse(in, text, metadata, new ParseContext());
            }
            characters.add(text.toString().length());
          });
      double rate = megabytesASecond(start);
      requireText(characters.sum());
      return rate;
    }

    /** HTML's tags and what stands on every page are most of it, but not nearly all. */
    private void requireText(long characters) {
      BrokenBenchmarkException.require(
          "text of the pages, a tenth of their bytes", 1, characters >= pages.bytes() / 10 ? 1 : 0);
    }

    private double megabytesASecond(long start) {
      return pages.bytes() * 1e3 / (System.nanoTime() - start);
    }
  }
}
