package dev.ingestion.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingestion.domain.DocumentKey;
import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.ports.out.DocumentSource;
import dev.ingestion.ports.out.FetchedDocument;
import dev.ingestion.ports.out.SourceListing;
import dev.ingestion.ports.out.SourceListing.Entry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What every {@link DocumentSource} does. */
public abstract class DocumentSourceContract {
  /**
   * @return the source, over the documents that this test has put
   */
  protected abstract DocumentSource source();

  /** Adds a document or replaces its content, long enough ago for its stamp to be trusted. */
  protected abstract void put(String path, byte[] content);

  protected abstract void remove(String path);

  /** Lets the content change while it is read, during each of the next readings. */
  protected abstract void changeDuringNextReadings(String path, int readings);

  @Test
  public void anEmptySourceListsNothing() {
    assertThat(list()).isEmpty();
  }

  @Test
  public void pathsComeInTheOrderOfTheirBytesEachOnce() {
    TreeSet<String> paths = new TreeSet<>(DocumentKey.PATH_ORDER);
    paths.addAll(List.of("a/b", "a.txt", "a0", "a b", "A", "b/c/d", "b/c.d", "é", "\uFFEE", "𝄞"));
    paths.addAll(nastyPaths(300));
    paths.forEach(path -> put(path, bytes(path)));

    assertThat(list()).extracting(Entry::path).containsExactlyElementsOf(paths);
  }

  @Test
  public void everyListedDocumentCanBeFetched() throws Exception {
    nastyPaths(50).forEach(path -> put(path, bytes("content of " + path)));

    for (Entry entry : list()) {
      assertThat(entry).isInstanceOf(Entry.Document.class);
      assertThat(fetch(entry.path())).isEqualTo(bytes("content of " + entry.path()));
    }
  }

  @Test
  public void aFetchedDocumentHasTheSizeHashAndBytesOfItsContent() throws Exception {
    for (int size : new int[] {0, 1, 1024 * 1024, 1024 * 1024 + 1, 3 * 1024 * 1024}) {
      byte[] content = new byte[size];
      new Random(size).nextBytes(content);
      put("large", content);

      try (FetchedDocument document = source().fetch("large")) {
        assertThat(document.size()).isEqualTo(size);
        assertThat(document.contentHash()).isEqualTo(sha256(content));
        assertThat(read(document)).isEqualTo(content);
        assertThat(read(document)).as("a second stream").isEqualTo(content);
      }
    }
  }

  @Test
  public void theStampOfAFetchedDocumentIsThatOfTheListingUntilTheContentChanges() {
    put("page", bytes("one"));
    String listed = stamp("page");
    try (FetchedDocument document = source().fetch("page")) {
      assertThat(document.stamp()).isNotNull().isEqualTo(listed);
    }
    assertThat(stamp("page")).isEqualTo(listed);

    put("page", bytes("three"));

    assertThat(stamp("page")).isNotEqualTo(listed);
  }

  @Test
  public void theListingKnowsTheSize() {
    put("page", bytes("four"));

    assertThat(((Entry.Document) list().get(0)).size()).isIn(4L, -1L);
  }

  @Test
  public void aDocumentThatChangesWhileItIsReadIsReadAgain() throws Exception {
    put("page", bytes("one"));
    changeDuringNextReadings("page", 2);

    byte[] read = fetch("page");

    assertThat(read).isNotEqualTo(bytes("one")).isEqualTo(fetch("page"));
  }

  @Test
  public void aDocumentThatAlwaysChangesIsGivenUp() {
    put("page", bytes("one"));
    changeDuringNextReadings("page", 3);

    assertThatThrownBy(() -> source().fetch("page"))
        .isInstanceOfSatisfying(
            IngestionException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.DOCUMENT_UNSTABLE))
        .hasMessageContaining("page");
  }

  @Test
  public void aDocumentThatIsGoneCannotBeRead() {
    put("page", bytes("one"));
    put("other", bytes("two"));
    remove("page");

    assertThat(list()).extracting(Entry::path).containsExactly("other");
    assertThatThrownBy(() -> source().fetch("page"))
        .isInstanceOfSatisfying(
            IngestionException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.DOCUMENT_UNREADABLE))
        .hasMessageContaining("page");
  }

  @Test
  public void listingsDoNotDisturbEachOther() {
    put("a", bytes("1"));
    put("b", bytes("2"));
    DocumentSource source = source();

    try (SourceListing longer = source.list()) {
      try (SourceListing shorter = source.list()) {
        assertThat(longer.next()).map(Entry::path).contains("a");
        assertThat(shorter.next()).map(Entry::path).contains("a");
      }
      assertThat(longer.next()).map(Entry::path).contains("b");
      assertThat(longer.next()).isEmpty();
    }
  }

  protected final List<Entry> list() {
    List<Entry> entries = new ArrayList<>();
    try (SourceListing listing = source().list()) {
      for (Optional<Entry> entry = listing.next(); entry.isPresent(); entry = listing.next()) {
        entries.add(entry.get());
      }
    }
    return entries;
  }

  protected final byte[] fetch(String path) throws IOException {
    try (FetchedDocument document = source().fetch(path)) {
      return read(document);
    }
  }

  protected static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private String stamp(String path) {
    return list().stream()
        .filter(entry -> entry.path().equals(path))
        .map(entry -> ((Entry.Document) entry).stamp())
        .findFirst()
        .orElseThrow();
  }

  private static byte[] read(FetchedDocument document) throws IOException {
    try (InputStream in = document.open()) {
      return in.readAllBytes();
    }
  }

  private static String sha256(byte[] content) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
  }

  /** Paths whose order is easily got wrong, none of which is also a folder of another. */
  private static Set<String> nastyPaths(int count) {
    List<String> pieces =
        List.of(
            "a", "A", "b", "0", " ", "!", "-", ".", "a", "_", "~", "é", "e\u0301", "𝄞", "\uFFEE");
    Random random = new Random(42);
    TreeSet<String> paths = new TreeSet<>();
    TreeSet<String> folders = new TreeSet<>();
    while (paths.size() < count) {
      StringBuilder path = new StringBuilder();
      int depth = random.nextInt(4);
      for (int level = 0; level <= depth; level++) {
        path.append(level == 0 ? "" : "/").append('n');
        for (int i = random.nextInt(3); i >= 0; i--) {
          path.append(pieces.get(random.nextInt(pieces.size())));
        }
      }
      List<String> parents = parents(path.toString());
      if (!folders.contains(path.toString()) && parents.stream().noneMatch(paths::contains)) {
        paths.add(path.toString());
        folders.addAll(parents);
      }
    }
    return paths;
  }

  private static List<String> parents(String path) {
    List<String> parents = new ArrayList<>();
    for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
      parents.add(path.substring(0, slash));
    }
    return parents;
  }
}
