package dev.ingestion.testkit.memory;

import dev.ingestion.domain.DocumentKey;
import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.ports.out.DocumentSource;
import dev.ingestion.ports.out.FetchedDocument;
import dev.ingestion.ports.out.SourceListing;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A source over a map. A listing sees what changes ahead of it and not what changes behind, as one
 * of a real folder does. Thread-safe.
 */
public final class InMemoryFolder implements DocumentSource {
  private static final int READINGS = 3;

  private final NavigableMap<String, Version> documents = new TreeMap<>(DocumentKey.PATH_ORDER);
  private final Map<String, Integer> unrest = new HashMap<>();
  private long versions;

  @SuppressWarnings("ArrayRecordComponent") // nobody compares versions
  private record Version(byte[] content, String stamp) {}

  /** Adds a document or replaces its content. */
  public synchronized void put(String path, byte[] content) {
    documents.put(path, new Version(content.clone(), "version-" + ++versions));
  }

  public synchronized void remove(String path) {
    documents.remove(path);
  }

  /** Lets the content grow by a byte during each of the next readings. */
  public synchronized void changeDuringNextReadings(String path, int readings) {
    unrest.put(path, readings);
  }

  /** A copy of all contents by their paths. */
  public synchronized Map<String, byte[]> contents() {
    Map<String, byte[]> contents = new TreeMap<>(DocumentKey.PATH_ORDER);
    documents.forEach((path, version) -> contents.put(path, version.content()));
    return contents;
  }

  @Override
  public SourceListing list() {
    return new Listing();
  }

  @Override
  public synchronized FetchedDocument fetch(String path) {
    for (int reading = 0; reading < READINGS; reading++) {
      Version version = documents.get(path);
      if (version == null) {
        throw new IngestionException(ErrorCode.DOCUMENT_UNREADABLE, "%s is gone".formatted(path));
      }
      if (!changesUnder(path, version)) {
        return new Fetched(version.content(), version.stamp());
      }
    }
    throw new IngestionException(
        ErrorCode.DOCUMENT_UNSTABLE, "%s changed under %d readings".formatted(path, READINGS));
  }

  private boolean changesUnder(String path, Version version) {
    int left = unrest.getOrDefault(path, 0);
    if (left == 0) {
      return false;
    }
    unrest.put(path, left - 1);
    byte[] grown = Arrays.copyOf(version.content(), version.content().length + 1);
    grown[grown.length - 1] = '.';
    put(path, grown);
    return true;
  }

  private synchronized Optional<SourceListing.Entry> after(@Nullable String path) {
    Map.Entry<String, Version> next =
        path == null ? documents.firstEntry() : documents.higherEntry(path);
    return Optional.ofNullable(next)
        .map(
            entry ->
                new SourceListing.Entry.Document(
                    entry.getKey(), entry.getValue().stamp(), entry.getValue().content().length));
  }

  private final class Listing implements SourceListing {
    private @Nullable String last;

    @Override
    public Optional<Entry> next() {
      Optional<Entry> next = after(last);
      next.ifPresent(entry -> last = entry.path());
      return next;
    }

    @Override
    public void close() {
      // nothing is held open
    }
  }

  @SuppressWarnings("ArrayRecordComponent") // nobody compares them
  private record Fetched(byte[] content, String stamp) implements FetchedDocument {
    @Override
    public String contentHash() {
      try {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("Every Java platform has SHA-256", e);
      }
    }

    @Override
    public long size() {
      return content.length;
    }

    @Override
    public InputStream open() {
      return new ByteArrayInputStream(content);
    }

    @Override
    public void close() {
      // the garbage collector has it
    }
  }
}
