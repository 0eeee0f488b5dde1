package dev.ingestion.adapters.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.ingestion.domain.ByteSize;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.SourceName;
import dev.ingestion.ports.out.DataRoot;
import dev.ingestion.ports.out.DocumentSource;
import dev.ingestion.ports.out.SourceListing;
import dev.ingestion.ports.out.SourceSettings;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What permissions forbid. They forbid nothing to root, as whom builds often run: the source is
 * then read by a child process that gives root up, with copies of the classes, since it may not be
 * able to read ours.
 */
class UnreadableFilesIT {
  private static final String NOBODY = "65534";

  @TempDir Path folder;

  private Path root;

  @BeforeEach
  void makeRoot() throws IOException {
    allow(folder, "rwxr-xr-x");
    root = Files.createDirectory(folder.resolve("root"));
    Files.createDirectory(root.resolve("closed"));
    Files.writeString(root.resolve("closed/a"), "a");
    Files.writeString(root.resolve("readable"), "r");
    Files.writeString(root.resolve("secret"), "s");
    allow(root, "rwxr-xr-x");
  }

  @Test
  void aFolderThatMayNotBeReadIsUnlistableAndCostsNothingElse() throws Exception {
    allow(root.resolve("closed"), "---------");

    assertThat(read(root, "readable"))
        .contains(
            "Unlistable[path=closed/, reason=permission denied]",
            "Document readable",
            "Document secret",
            "fetched 1");
    allow(root.resolve("closed"), "rwx------");
  }

  /** Or what stood there before would count as deleted. */
  @Test
  void whatMayBeAFileOrAFolderIsReportedAsBoth() throws Exception {
    allow(root.resolve("closed"), "r--r--r--");

    assertThat(read(root, "readable"))
        .contains(
            "Refused[path=closed/a, code=DOCUMENT_UNREADABLE, reason=permission denied]",
            "Unlistable[path=closed/a/, reason=permission denied]",
            "Document readable");
    allow(root.resolve("closed"), "rwx------");
  }

  @Test
  void aFileThatMayNotBeReadIsListedAndCannotBeFetched() throws Exception {
    allow(root.resolve("secret"), "---------");

    assertThat(read(root, "secret"))
        .contains("Document secret", "DOCUMENT_UNREADABLE Cannot read 'secret': permission denied");
  }

  @Test
  void aRootThatMayNotBeReadIsUnavailable() throws Exception {
    allow(root, "---------");

    assertThat(read(root, "readable"))
        .first()
        .asString()
        .startsWith("SOURCE_UNAVAILABLE")
        .endsWith("permission denied");
    allow(root, "rwx------");
  }

  private static void allow(Path path, String permissions) throws IOException {
    Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
  }

  private List<String> read(Path source, String document) throws Exception {
    List<String> command = new ArrayList<>();
    if (System.getProperty("user.name").equals("root")) {
      assumeThat(Path.of("/usr/bin/setpriv")).exists();
      command.addAll(
          List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups", "--"));
    }
    command.addAll(
        List.of(
            ProcessHandle.current().info().command().orElseThrow(),
            "-cp",
            readableClassPath(),
            Reader.class.getName(),
            source.toString(),
            document));
    Process reader = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(reader.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(reader.waitFor()).as(output).isZero();
    return output.lines().toList();
  }

  private String readableClassPath() throws Exception {
    List<String> copies = new ArrayList<>();
    for (Class<?> type :
        List.of(Reader.class, FolderSource.class, SourceListing.class, SourceName.class)) {
      Path original = Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
      Path copy = folder.resolve("classes-" + copies.size());
      try (Stream<Path> files = Files.walk(original)) {
        for (Path file : files.toList()) {
          Path target = copy.resolve(original.relativize(file).toString());
          Files.copy(file, target);
          allow(target, "rwxr-xr-x");
        }
      }
      copies.add(copy.toString());
    }
    return String.join(File.pathSeparator, copies);
  }

  /** Lists a folder, then fetches one of its files. */
  static final class Reader {
    public static void main(String[] args) {
      try {
        DocumentSource source = source(args[0]);
        try (SourceListing listing = source.list()) {
          for (Optional<SourceListing.Entry> next = listing.next();
              next.isPresent();
              next = listing.next()) {
            System.out.println(
                next.get() instanceof SourceListing.Entry.Document document
                    ? "Document " + document.path()
                    : next.get());
          }
        }
        System.out.println("fetched " + source.fetch(args[1]).size());
      } catch (IngestionException e) {
        System.out.println(e.code() + " " + e.getMessage());
      }
    }

    private static DocumentSource source(String root) {
      DataRoot dataRoot = new DataRoot(Path.of("unused"));
      return new FolderSourceProvider(
              dataRoot,
              new TemporaryFiles(dataRoot),
              new FolderSourceConfig(ByteSize.ofMegabytes(1)),
              InstantSource.system())
          .open(
              new SourceSettings(SourceName.DEFAULT, "folder", root, List.of(), List.of(), false));
    }
  }
}
