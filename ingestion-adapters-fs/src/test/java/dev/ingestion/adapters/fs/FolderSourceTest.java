package dev.ingestion.adapters.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.ingestion.domain.ByteSize;
import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.SourceName;
import dev.ingestion.ports.out.DataRoot;
import dev.ingestion.ports.out.DocumentSource;
import dev.ingestion.ports.out.FetchedDocument;
import dev.ingestion.ports.out.SourceListing;
import dev.ingestion.ports.out.SourceListing.Entry;
import dev.ingestion.ports.out.SourceListing.Entry.Refused;
import dev.ingestion.ports.out.SourceListing.Entry.Unlistable;
import dev.ingestion.ports.out.SourceSettings;
import dev.ingestion.testkit.DocumentSourceContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderSourceTest extends DocumentSourceContract {
  private static final int NAMES_IN_MEMORY = 7;
  private static final Duration LONG = Duration.ofHours(1);

  @TempDir Path folder;

  private final MeddlingAccess access = new MeddlingAccess();
  private Path root;
  private DataRoot dataRoot;
  private InstantSource clock = InstantSource.offset(InstantSource.system(), Duration.ofHours(1));
  private ByteSize maxFileSize = ByteSize.ofMegabytes(4);

  @BeforeEach
  void makeFolders() throws IOException {
    root = Files.createDirectory(folder.resolve("root")).toRealPath();
    dataRoot = new DataRoot(folder.toRealPath().resolve("data"));
  }

  @Override
  protected FolderSource source() {
    return source(List.of(), List.of(), false);
  }

  private FolderSource source(List<String> include, List<String> exclude, boolean hidden) {
    SourceSettings settings =
        new SourceSettings(SourceName.DEFAULT, "folder", root.toString(), include, exclude, hidden);
    TemporaryFiles temporaryFiles = new TemporaryFiles(dataRoot);
    return new FolderSource(
        root.toString(),
        new PathFilter(settings),
        dataRoot.path(),
        new FileReader(access, temporaryFiles, maxFileSize, clock),
        temporaryFiles);
  }

  @Override
  protected void put(String path, byte[] content) {
    quietly(
        () -> {
          Files.createDirectories(root.resolve(path).getParent());
          return Files.write(root.resolve(path), content);
        });
  }

  @Override
  protected void remove(String path) {
    quietly(() -> Files.deleteIfExists(root.resolve(path)));
  }

  @Override
  protected void changeDuringNextReadings(String path, int readings) {
    for (int i = 0; i < readings; i++) {
      access.afterOpening(
          () -> Files.write(root.resolve(path), bytes(" and more"), StandardOpenOption.APPEND));
    }
  }

  @Test
  void manyNamesAreSortedOnDiskInTheSameOrder() {
    for (int i = 0; i < 100; i++) {
      put("n" + (i * 37 % 100) + (i % 3 == 0 ? "/x" : ".txt"), bytes("" + i));
    }

    List<String> spilled = paths(list(source().list(NAMES_IN_MEMORY, LONG)));

    assertThat(spilled).hasSize(100).isEqualTo(paths(list()));
    assertThat(temporaryFiles()).isEmpty();
  }

  @Test
  void aListingThatIsNotReadToItsEndLeavesNoTemporaryFile() {
    for (int i = 0; i < 20; i++) {
      put("d/" + i, bytes("" + i));
      put("n" + i, bytes("" + i));
    }
    try (SourceListing listing = source().list(NAMES_IN_MEMORY, LONG)) {
      listing.next();
    }

    assertThat(temporaryFiles()).isEmpty();
  }

  @Test
  void patternsChooseAmongTheFiles() {
    Stream.of("a.md", "a.txt", "docs/b.md", "docs/drafts/c.md", "build/d.md")
        .forEach(path -> put(path, bytes(path)));

    assertThat(list(source(List.of("*.md"), List.of("build", "**/drafts/*"), false).list()))
        .extracting(Entry::path)
        .containsExactly("a.md", "docs/b.md");
    assertThat(list(source(List.of("docs/"), List.of(), false).list()))
        .extracting(Entry::path)
        .containsExactly("docs/b.md", "docs/drafts/c.md");
  }

  @Test
  void hiddenFilesAndFoldersAreLeftOutUnlessAskedFor() {
    Stream.of(".env", ".git/config", "a/.b/c", "d").forEach(path -> put(path, bytes(path)));

    assertThat(paths(list())).containsExactly("d");
    assertThat(paths(list(source(List.of(), List.of(), true).list())))
        .containsExactly(".env", ".git/config", "a/.b/c", "d");
  }

  @Test
  void theDataRootBelowTheSourceIsNotOffered() throws IOException {
    dataRoot = new DataRoot(root.resolve("data/kbs"));
    put("data/kbs/handbook/state.json", bytes("{}"));
    put("data/notes.txt", bytes("mine"));

    assertThat(paths(list())).containsExactly("data/notes.txt");
  }

  @Test
  void linksAreRefusedWithTheReason() throws IOException {
    Path outside = Files.createDirectory(folder.resolve("outside"));
    Files.writeString(outside.resolve("secret"), "secret");
    put("docs/a", bytes("a"));
    link("circle", "circle2");
    link("circle2", "circle");
    link("dangling", "nowhere");
    link("docs/up", "..");
    link("file-outside", outside.resolve("secret").toString());
    link("folder-inside", "docs");
    link("folder-outside", outside.toString());
    link("sly", "docs/../../outside/secret");

    assertThat(list())
        .filteredOn(Refused.class::isInstance)
        .map(Refused.class::cast)
        .extracting(Refused::path, Refused::code)
        .containsExactly(
            tuple("circle", ErrorCode.NOT_A_FILE),
            tuple("circle2", ErrorCode.NOT_A_FILE),
            tuple("dangling", ErrorCode.NOT_A_FILE),
            tuple("docs/up", ErrorCode.NOT_A_FILE),
            tuple("file-outside", ErrorCode.OUTSIDE_ROOT),
            tuple("folder-inside", ErrorCode.NOT_A_FILE),
            tuple("folder-outside", ErrorCode.OUTSIDE_ROOT),
            tuple("sly", ErrorCode.OUTSIDE_ROOT));
    assertThat(list()).filteredOn(Entry.Document.class::isInstance).hasSize(1);
    assertThat(reason("folder-inside")).contains("'docs'");
    assertThat(reason("circle")).contains("may lead back to itself");
    assertThat(reason("dangling")).contains("leads to something that is not there");
    for (String path :
        List.of("file-outside", "folder-outside/secret", "sly", "../outside/secret")) {
      assertRefused(path, ErrorCode.OUTSIDE_ROOT);
    }
    assertRefused(outside.resolve("secret").toString(), ErrorCode.OUTSIDE_ROOT);
    assertRefused("folder-inside/a", ErrorCode.NOT_A_FILE);
    assertRefused("dangling", ErrorCode.NOT_A_FILE);
    assertRefused("docs", ErrorCode.NOT_A_FILE);
  }

  @Test
  void aPathThatIsNotAsListedIsToldAsItIs() {
    for (String path : List.of("./docs/a", "docs/../docs/a", root.resolve("docs/a").toString())) {
      assertThatThrownBy(() -> source().fetch(path))
          .hasMessage(
              "'%s' is not named as it is listed: give its path relative to %s, that is docs/a"
                  .formatted(path, root));
    }
    for (String path : List.of("", "./../a", "docs/..", root.toString(), "/docs/a")) {
      assertThatThrownBy(() -> source().fetch(path))
          .hasMessage("'%s' is no path below %s".formatted(path, root));
    }
  }

  @Test
  void aPipeIsRefusedAndNotWaitedFor() throws Exception {
    assertThat(new ProcessBuilder("mkfifo", root.resolve("pipe").toString()).start().waitFor())
        .isZero();

    assertThat(list())
        .singleElement()
        .isInstanceOfSatisfying(
            Refused.class, refused -> assertThat(refused.code()).isEqualTo(ErrorCode.NOT_A_FILE));
    assertRefused("pipe", ErrorCode.NOT_A_FILE);
  }

  @Test
  void twoHardLinksAreTwoDocuments() throws IOException {
    put("a", bytes("same"));
    Files.createLink(root.resolve("b"), root.resolve("a"));

    assertThat(list()).extracting(Entry::path).containsExactly("a", "b");
    assertThat(fetch("b")).isEqualTo(bytes("same"));
  }

  @Test
  void aFileThatIsSwappedForALinkBeforeItIsOpenedIsNotRead() throws IOException {
    Path outside = Files.createDirectory(folder.resolve("outside"));
    Files.writeString(outside.resolve("a"), "secret");
    put("file/a", bytes("mine"));
    put("folder/a", bytes("mine"));

    access.beforeOpening(() -> replaceByLink("file/a", outside.resolve("a")));
    assertRefused("file/a", ErrorCode.OUTSIDE_ROOT);
    access.beforeOpening(() -> replaceByLink("folder", outside));
    assertRefused("folder/a", ErrorCode.OUTSIDE_ROOT);
  }

  @Test
  void aFolderThatIsSwappedForALinkBeforeItIsWalkedIsUnlistable() throws IOException {
    Path outside = Files.createDirectory(folder.resolve("outside"));
    Files.writeString(outside.resolve("secret"), "secret");
    put("a", bytes("a"));
    put("b/c", bytes("c"));

    try (SourceListing listing = source().list()) {
      assertThat(listing.next()).map(Entry::path).contains("a");
      replaceByLink("b", outside);
      assertThat(listing.next()).get().isInstanceOf(Unlistable.class);
      assertThat(listing.next()).isEmpty();
    }
  }

  @Test
  void whatIsDeletedWhileItIsListedIsGone() throws IOException {
    Stream.of("a", "b", "c/d", "e").forEach(path -> put(path, bytes(path)));

    try (SourceListing listing = slowListing()) {
      assertThat(listing.next()).map(Entry::path).contains("a");
      remove("b");
      remove("c/d");
      remove("c");
      assertThat(listing.next()).map(Entry::path).contains("e");
      assertThat(listing.next()).isEmpty();
    }
  }

  @Test
  void aListingThatIsDealtWithFastShowsFilesAsTheyWereWhenTheirFolderWasRead() throws IOException {
    Stream.of("a", "b", "c/d", "c/e").forEach(path -> put(path, bytes(path)));
    List<Entry> before = list();

    try (SourceListing listing = source().list(NAMES_IN_MEMORY, LONG)) {
      assertThat(listing.next()).contains(before.get(0));
      Files.writeString(root.resolve("b"), "is longer now");
      Files.writeString(root.resolve("c/d"), "is longer now");
      remove("c/e");
      assertThat(listing.next()).contains(before.get(1));
      assertThat(listing.next()).isEqualTo(Optional.of(list().get(2)));
      assertThat(listing.next()).isEmpty();
    }
  }

  @Test
  void aListingThatIsNotDealtWithFastLooksAtEachFileAgain() throws IOException {
    put("a", bytes("a"));
    put("b", bytes("b"));

    try (SourceListing listing = slowListing()) {
      listing.next();
      Files.writeString(root.resolve("b"), "is longer now");
      assertThat(listing.next()).isEqualTo(Optional.of(list().get(1)));
    }
  }

  @Test
  void aRootThatVanishesAfterItsFilesWereLookedAtIsUnavailableInTheEnd() throws IOException {
    put("a", bytes("a"));
    put("b", bytes("b"));

    try (SourceListing listing = source().list(NAMES_IN_MEMORY, LONG)) {
      listing.next();
      Files.move(root, folder.resolve("elsewhere"));
      assertThat(listing.next()).map(Entry::path).contains("b");
      assertUnavailable(listing);
    }
  }

  @Test
  void aFolderThatBecomesAFileWhileItIsListedIsUnlistable() {
    put("a", bytes("a"));
    put("b/c", bytes("c"));

    try (SourceListing listing = slowListing()) {
      listing.next();
      remove("b/c");
      remove("b");
      put("b", bytes("b"));
      assertThat(listing.next()).contains(new Unlistable("b/", "it is no folder"));
    }
  }

  @Test
  void aRootThatVanishesWhileItIsListedIsUnavailableAndNotEmpty() throws IOException {
    put("a", bytes("a"));
    put("b", bytes("b"));

    try (SourceListing listing = slowListing()) {
      listing.next();
      Files.move(root, folder.resolve("elsewhere"));
      assertUnavailable(listing);
    }
  }

  @Test
  void aRootThatIsReplacedWhileItIsListedIsUnavailableAndNotEmpty() throws IOException {
    put("a", bytes("a"));

    try (SourceListing listing = slowListing()) {
      listing.next();
      Files.move(root, folder.resolve("elsewhere"));
      Files.createDirectory(root);
      assertUnavailable(listing);
    }
  }

  @Test
  void aRootThatIsReplacedByAFullOneIsUnavailableBeforeAnythingOfItIsListed() throws IOException {
    put("a", bytes("a"));
    put("b/c", bytes("c"));

    try (SourceListing listing = slowListing()) {
      listing.next();
      Files.move(root, folder.resolve("elsewhere"));
      put("b/d", bytes("d"));
      assertUnavailable(listing);
    }
  }

  @Test
  void aMissingRootIsNotFound() throws IOException {
    DocumentSource source = source();
    Files.delete(root);

    assertCode(source::list, ErrorCode.SOURCE_NOT_FOUND);
    assertCode(() -> source.fetch("a"), ErrorCode.SOURCE_NOT_FOUND);
  }

  @Test
  void namesThatAreNoTextAreRefusedAndCostNothingElse() throws Exception {
    put("a", bytes("a"));
    put("z", bytes("z"));
    Process process =
        new ProcessBuilder(
                "sh", "-c", "printf x > \"$(printf 'b\\377')\" && mkdir \"$(printf 'c\\376')\"")
            .directory(root.toFile())
            .start();
    assertThat(process.waitFor()).isZero();
    put("b\\xff", bytes("its real name is how the other one is shown"));

    List<Entry> entries = list();

    assertThat(paths(entries)).containsExactly("a", "b\\xff", "c\\xfe/", "z");
    assertThat(entries.get(1)).isInstanceOf(Entry.Document.class);
    assertThat(entries.get(2)).isInstanceOf(Unlistable.class);
    remove("b\\xff");
    assertThat(list().get(1))
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> assertThat(refused.code()).isEqualTo(ErrorCode.DOCUMENT_UNREADABLE));
  }

  @Test
  void theLongestNamesAreListed() throws IOException {
    String name = "\n*?\"'$" + "ä".repeat(124);
    put(name, bytes("x"));

    assertThat(paths(list())).containsExactly(name);
    assertThat(fetch(name)).isEqualTo(bytes("x"));
  }

  @Test
  void aFileThatChangedShortlyBeforeIsNotTrusted() throws IOException {
    put("a", bytes("a"));
    Files.setLastModifiedTime(root.resolve("a"), FileTime.from(Instant.EPOCH));
    Instant changed = ((FileTime) Files.getAttribute(root.resolve("a"), "unix:ctime")).toInstant();

    clock = InstantSource.fixed(changed.plusMillis(1_999));
    assertThat(stampOfFetched("a")).isEmpty();
    clock = InstantSource.fixed(changed.plusMillis(2_001));
    assertThat(stampOfFetched("a")).isPresent();
  }

  @Test
  void aChangeOfSameSizeWithTheOldTimeChangesTheStamp() throws IOException {
    put("a", bytes("one"));
    FileTime before = Files.getLastModifiedTime(root.resolve("a"));
    Optional<String> stamp = stampOfFetched("a");
    Path other = Files.writeString(folder.resolve("other"), "two");
    Files.move(other, root.resolve("a"), StandardCopyOption.REPLACE_EXISTING);
    Files.setLastModifiedTime(root.resolve("a"), before);

    assertThat(stampOfFetched("a")).isPresent().isNotEqualTo(stamp);
  }

  @Test
  void filesBeyondTheLimitAreTooLarge() {
    maxFileSize = new ByteSize(10);
    put("fits", new byte[10]);
    put("large", new byte[11]);

    assertThat(source().fetch("fits").size()).isEqualTo(10);
    assertRefused("large", ErrorCode.TOO_LARGE);
  }

  @Test
  void aFileThatGrowsBeyondTheLimitWhileItIsReadIsTooLarge() {
    maxFileSize = new ByteSize(2 * Spool.IN_MEMORY);
    put("grows", new byte[2 * Spool.IN_MEMORY]);
    changeDuringNextReadings("grows", 1);

    assertRefused("grows", ErrorCode.TOO_LARGE);
    assertThat(temporaryFiles()).isEmpty();
  }

  @Test
  void largeFilesAreKeptInATemporaryFileUntilClosed() {
    put("large", new byte[Spool.IN_MEMORY + 1]);

    try (FetchedDocument document = source().fetch("large")) {
      assertThat(temporaryFiles()).hasSize(1);
      assertThat(document.size()).isEqualTo(Spool.IN_MEMORY + 1);
    }
    assertThat(temporaryFiles()).isEmpty();
  }

  @Test
  void noTemporaryFileIsLeftOfReadingsThatWereGivenUp() {
    put("large", new byte[Spool.IN_MEMORY + 1]);
    changeDuringNextReadings("large", 3);

    assertRefused("large", ErrorCode.DOCUMENT_UNSTABLE);
    assertThat(temporaryFiles()).isEmpty();
  }

  @Test
  void aDiskThatIsFullIsNotTheDocumentsFault() throws IOException {
    put("large", new byte[Spool.IN_MEMORY + 1]);
    Files.writeString(dataRoot.path(), "no folder can be made here");

    assertRefused("large", ErrorCode.STORAGE_UNAVAILABLE);
  }

  private Optional<String> stampOfFetched(String path) {
    try (FetchedDocument document = source().fetch(path)) {
      return Optional.ofNullable(document.stamp());
    }
  }

  /** One that is not dealt with fast enough for the first look at a file to hold. */
  private SourceListing slowListing() {
    return source().list(NAMES_IN_MEMORY, Duration.ZERO);
  }

  private void assertRefused(String path, ErrorCode code) {
    assertCode(() -> source().fetch(path), code);
  }

  private static void assertUnavailable(SourceListing listing) {
    assertCode(listing::next, ErrorCode.SOURCE_UNAVAILABLE);
  }

  private static void assertCode(ThrowingCallable call, ErrorCode code) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            IngestionException.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  private String reason(String path) {
    return list().stream()
        .filter(entry -> entry.path().equals(path))
        .map(entry -> ((Refused) entry).reason())
        .findFirst()
        .orElseThrow();
  }

  private void link(String path, String target) throws IOException {
    Files.createSymbolicLink(root.resolve(path), Path.of(target));
  }

  private Path replaceByLink(String path, Path target) throws IOException {
    Files.move(root.resolve(path), folder.resolve("was-" + path.replace('/', '-')));
    return Files.createSymbolicLink(root.resolve(path), target);
  }

  private List<Path> temporaryFiles() {
    Path temporary = dataRoot.own("tmp").resolve("fs");
    if (!Files.isDirectory(temporary)) {
      return List.of();
    }
    return quietly(
        () -> {
          try (Stream<Path> files = Files.list(temporary)) {
            return files.toList();
          }
        });
  }

  private static List<Entry> list(SourceListing listing) {
    List<Entry> entries = new ArrayList<>();
    try (listing) {
      for (Optional<Entry> entry = listing.next(); entry.isPresent(); entry = listing.next()) {
        entries.add(entry.get());
      }
    }
    return entries;
  }

  private static List<String> paths(List<Entry> entries) {
    return entries.stream().map(Entry::path).toList();
  }

  private static <T> T quietly(MeddlingAccess.Meddling<T> action) {
    try {
      return action.run();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
