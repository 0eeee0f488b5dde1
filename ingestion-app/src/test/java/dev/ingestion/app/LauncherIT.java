package dev.ingestion.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ingestion.app.Distribution.Result;
import dev.ingestion.app.Distribution.Running;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the built distribution in processes of its own. */
class LauncherIT {
  @TempDir static Path folder;
  private static Distribution program;

  @BeforeAll
  static void install() throws IOException {
    program = Distribution.share(folder);
  }

  @Test
  void versionSaysOneLineAndNothingElse() {
    Result result = program.run("version");

    assertThat(result.out()).matches("ingestion \\S+ \\(Java .+\\)\n");
    assertThat(result.err()).isEmpty();
    assertThat(result.code()).isZero();
  }

  @Test
  void theFirstStartKeepsItsClassesForLaterOnes() throws IOException {
    assertThat(archiveOf(program)).isNotEmptyFile();
  }

  @Test
  void anArchiveThatCannotBeUsedIsPassedOverInSilence() throws IOException {
    Distribution own = Distribution.install(folder.resolve("silent"));
    Map<String, String> java = Map.of("JAVA_HOME", javaWithUselessArchives("silent-java"));

    assertThat(own.run(java, "version").err()).contains("preparing quicker starts");
    assertThat(archiveOf(own)).hasContent("useless");
    assertThat(own.run(java, "version", "--json").err()).isEmpty();
    assertThat(own.run(java, "version", "--json").out()).startsWith("{").hasLineCount(1);
    assertThat(archiveOf(own)).hasContent("useless");
  }

  @Test
  void anArchiveOfAnotherBuildIsMadeAnewAndGoes() throws IOException {
    Distribution own = Distribution.install(folder.resolve("rebuilt"));
    Map<String, String> java = Map.of("JAVA_HOME", javaWithUselessArchives("rebuilt-java"));
    own.run(java, "version");
    Path before = archiveOf(own);

    Path libraries = Files.createDirectory(folder.resolve("libraries"));
    try (Stream<Path> files = Files.list(own.home().resolve("lib"))) {
      for (Path library : files.toList()) {
        Files.createSymbolicLink(libraries.resolve(library.getFileName()), library.toRealPath());
      }
    }
    Files.delete(own.home().resolve("lib"));
    Files.createSymbolicLink(own.home().resolve("lib"), libraries);

    assertThat(own.run(java, "version").err()).contains("preparing quicker starts");
    assertThat(archiveOf(own)).isNotEqualTo(before);
    assertThat(own.run(java, "version").err()).isEmpty();
  }

  /** What was left of an attempt kept its place for good, so that all starts were slow. */
  @Test
  void anArchiveThatWasNotMadeToItsEndIsMadeByTheNextStart() throws IOException {
    Distribution own = Distribution.install(folder.resolve("torn"));
    String failing =
        javaWithArchives("failing-java", "echo torn >\"${option#*=}\"; exit 1 # no space left");

    assertThat(own.run(Map.of("JAVA_HOME", failing), "version").err()).contains("preparing");
    assertThat(filesIn(cacheOf(own))).noneMatch(file -> file.contains(".jsa"));

    Map<String, String> java = Map.of("JAVA_HOME", javaWithUselessArchives("mended-java"));
    assertThat(own.run(java, "version").err()).contains("preparing quicker starts");
    assertThat(archiveOf(own)).hasContent("useless");
    assertThat(own.run(java, "version").err()).isEmpty();
  }

  @Test
  void anEmptyArchiveOfAnEarlierVersionIsMadeAnew() throws IOException {
    Distribution own = Distribution.install(folder.resolve("empty"));
    Map<String, String> java = Map.of("JAVA_HOME", javaWithUselessArchives("empty-java"));
    own.run(java, "version");
    Files.write(archiveOf(own), new byte[0]);

    assertThat(own.run(java, "version").err()).contains("preparing quicker starts");
    assertThat(archiveOf(own)).hasContent("useless");
  }

  @Test
  void aJavaThatMakesNoArchivesIsAskedThreeTimesAndNoMore() throws IOException {
    Distribution own = Distribution.install(folder.resolve("incapable"));
    Map<String, String> java = Map.of("JAVA_HOME", javaWithArchives("incapable-java", "exit 0"));

    for (int i = 0; i < 3; i++) {
      assertThat(own.run(java, "version").err()).contains("preparing quicker starts");
    }
    assertThat(own.run(java, "version").err()).isEmpty();
  }

  @Test
  void whereThereIsNoRoomForAnArchiveNoneIsMadeUntilThereIs() throws IOException {
    Distribution own = Distribution.install(folder.resolve("full"));
    Path tools = Files.createDirectories(folder.resolve("full-disk"));
    Path df = tools.resolve("df");
    Files.writeString(
        df,
        "#!/bin/sh\necho 'Filesystem 1024-blocks Used Available Capacity Mounted on'\n"
            + "echo '/dev/full 1000000 999000 1000 99% /tmp'\n");
    assertThat(df.toFile().setExecutable(true)).isTrue();
    String java = javaWithUselessArchives("full-java");
    String path = System.getenv("PATH");

    Result full = own.run(Map.of("JAVA_HOME", java, "PATH", tools + ":" + path), "version");
    assertThat(full.err()).isEmpty();
    assertThat(full.code()).isZero();
    assertThat(filesIn(cacheOf(own))).isEmpty();

    assertThat(own.run(Map.of("JAVA_HOME", java), "version").err()).contains("preparing");
    assertThat(archiveOf(own)).hasContent("useless");
  }

  private static List<String> filesIn(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  /** The Java of this test, but for archives of classes. */
  private static String javaWithUselessArchives(String name) throws IOException {
    return javaWithArchives(name, "echo useless >\"${option#*=}\"; exit");
  }

  /**
   * @param dump what it does instead of making the archive that an option asks for
   */
  private static String javaWithArchives(String name, String dump) throws IOException {
    Path real = Path.of(System.getProperty("java.home"));
    Path home = folder.resolve(name);
    Path java = Files.createDirectories(home.resolve("bin")).resolve("java");
    Files.writeString(
        java,
        """
        #!/bin/sh
        for option; do
          case $option in
            -XX:ArchiveClassesAtExit=*) %s
              ;;
          esac
        done
        exec '%s/bin/java' "$@"
        """
            .formatted(dump, real));
    java.toFile().setExecutable(true);
    Files.copy(real.resolve("release"), home.resolve("release"));
    return home.toString();
  }

  @Test
  void withoutAPlaceForTemporaryFilesItStartsWithoutPreparing() throws IOException {
    Distribution own = Distribution.install(folder.resolve("cold"));

    Result result = own.run(Map.of("TMPDIR", folder.resolve("missing").toString()), "version");

    assertThat(result.err()).isEmpty();
    assertThat(result.out()).startsWith("ingestion ");
    assertThat(result.code()).isZero();
  }

  @Test
  void itStartsThroughALinkAndFromAnotherFolder() throws IOException {
    Path link = Files.createSymbolicLink(folder.resolve("link"), program.launcher());

    Result result = program.start(link, Map.of(), "version").end();

    assertThat(result.code()).isZero();
    assertThat(result.out()).startsWith("ingestion ");
  }

  @Test
  void parsersAreCompiledAsTheirParentIs() throws IOException {
    Path documents = Files.createDirectories(folder.resolve("documents"));
    Files.writeString(documents.resolve("page.html"), "<p>Hello</p>");

    Running ingest = // which keeps its parsers
        program.start(
            program.launcher(), Map.of(), "ingest", "--watch", "--kb=parsed", documents.toString());
    String parser =
        await()
            .atMost(Duration.ofMinutes(2))
            .until(
                () -> ingest.process().children().map(LauncherIT::commandLine).findAny().orElse(""),
                line -> line.contains("-Djava.io.tmpdir="));

    assertThat(parser).contains("-XX:Tier4InvocationThreshold=");
    ingest.process().destroy();
    assertThat(ingest.end().code()).isEqualTo(130);
  }

  /** All of it: {@link ProcessHandle} has none of one that is longer than a page of memory. */
  private static String commandLine(ProcessHandle process) {
    try {
      return Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"));
    } catch (IOException e) {
      return ""; // it has just ended
    }
  }

  @Test
  void configReadsTheInstallationsFileAndTheEnvironment() throws IOException {
    Path file = Files.createDirectories(program.home().resolve("conf")).resolve("ingestion.conf");
    Files.writeString(file, "ingestion.batch-size = 20\n");
    try {
      Result result = program.run(Map.of("INGESTION_MAX_RETRIES", "5"), "config", "--json");

      assertThat(result.out())
          .contains("\"value\":\"20\",\"origin\":\"%s:1\"".formatted(file))
          .contains("\"value\":\"5\",\"origin\":\"variable INGESTION_MAX_RETRIES\"");
      assertThat(result.code()).isZero();
    } finally {
      Files.delete(file);
    }
  }

  @Test
  void anUnknownCommandIsMisuse() {
    Result result = program.run("serach");

    assertThat(result.code()).isEqualTo(2);
    assertThat(result.out()).isEmpty();
    assertThat(result.err())
        .isEqualTo(
            "ingestion: There is no command 'serach'; did you mean search?"
                + " See 'ingestion --help'\n");
  }

  @Test
  void aJavaThatIsTooOldIsRefused() throws IOException {
    Path java = Files.createDirectories(folder.resolve("old/bin")).resolve("java");
    Files.writeString(java, "#!/bin/sh\n");
    java.toFile().setExecutable(true);
    Files.writeString(folder.resolve("old/release"), "JAVA_VERSION=\"11.0.20\"\n");

    Result result = program.run(Map.of("JAVA_HOME", folder.resolve("old").toString()), "version");

    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err())
        .isEqualTo(
            "ingestion: Java 17 or newer is needed, and %s is Java 11.0.20\n".formatted(java));
  }

  /** It ended in a stack trace about whichever class came first. */
  @Test
  void tooFewOpenFilesAreRefused() throws IOException {
    Path limited = folder.resolve("limited");
    Files.writeString(
        limited, "#!/bin/sh\nulimit -n 128\nexec '%s' \"$@\"\n".formatted(program.launcher()));
    assertThat(limited.toFile().setExecutable(true)).isTrue();

    Result result = program.start(limited, Map.of(), "version").end();

    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err())
        .startsWith(
            "ingestion: a process may open only 128 files here, and at least 256 are needed")
        .hasLineCount(1);
  }

  @Test
  void everyLineAboutAJobNamesIt() throws IOException {
    Path notes = Files.createDirectories(program.directory().resolve("notes"));
    Files.writeString(
        notes.resolve("otter.md"), "# Otter\n\nAn otter holds hands while it sleeps.\n");
    Map<String, String> root = Map.of("INGESTION_DATA_ROOT", "notes-data");

    Result ingested = program.run(root, "ingest", "notes", "--kb", "animals", "--json");
    assertThat(ingested.out()).contains("\"status\":\"COMPLETED\"").hasLineCount(1);
    Result found = program.run(root, "search", "animals", "sleeping", "otters", "--json");
    assertThat(found.out()).startsWith("{\"hits\":[{\"document\":\"otter.md\"");

    String job = ingested.out().replaceFirst("(?s).*\"job_id\":\"([^\"]+)\".*", "$1");
    assertThat(log("notes-data").filter(line -> line.contains("[producer-animals]")))
        .isNotEmpty()
        .allSatisfy(line -> assertThat(line).contains("job_id=" + job, "kb_id=animals"));
  }

  @Test
  void logLinesWithoutCorrelationIdsAreShorter() throws IOException {
    program.run(
        Map.of("INGESTION_DATA_ROOT", "plain-data", "INGESTION_ENABLE_CORRELATION_IDS", "false"),
        "list");

    assertThat(log("plain-data")).isNotEmpty().noneMatch(line -> line.contains("job_id="));
  }

  @Test
  void anInterruptedJobIsKeptAndTheSameCommandContinuesIt() throws IOException {
    Path corpus = Files.createDirectories(program.directory().resolve("corpus"));
    for (int i = 0; i < 240; i++) {
      Files.writeString(
          corpus.resolve(i + ".txt"), "Entry %d of the diary. ".formatted(i).repeat(60));
    }
    Map<String, String> root = Map.of("INGESTION_DATA_ROOT", "corpus-data");
    String[] command = {"ingest", "corpus", "--kb", "diary", "--json"};

    Running running = program.start(program.launcher(), root, command);
    await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> works(program.directory().resolve("corpus-data/diary/state.json")));

    Result other = program.run(root, "status", "diary", "--json");
    assertThat(other.code()).isZero();
    assertThat(other.out()).contains("\"status\":\"RUNNING\"").hasLineCount(1);

    running.process().destroy();
    Result interrupted = running.end();
    assertThat(interrupted.code()).isEqualTo(130);
    assertThat(interrupted.out())
        .startsWith("{\"kb_id\":\"diary\",")
        .contains("\"status\":\"RUNNING\"", "\"waiting\":\"for a process: it was interrupted;")
        .containsPattern("\"indexed\":[1-9]")
        .hasLineCount(1);
    assertThat(interrupted.err()).contains("The job is kept");

    Result continued = program.run(root, command);
    assertThat(continued.out()).contains("\"seen\":240,", "\"failed\":0,");
    assertThat(continued.code()).isZero();
    assertThat(program.run(root, "status", "diary", "--history", "--json").out())
        .containsOnlyOnce("\"job_id\"");
    assertThat(program.run(root, "verify", "diary").code()).isZero();
  }

  /** Whether chunks have been indexed already, so that others are being embedded. */
  private static boolean works(Path snapshot) throws IOException {
    return Files.exists(snapshot)
        && Pattern.compile("\"indexed\"\\s*:\\s*[1-9]").matcher(Files.readString(snapshot)).find();
  }

  private static Path cacheOf(Distribution program) {
    return program.launcher().getParent().resolveSibling("cache");
  }

  /** The only one: those of other builds go. */
  private static Path archiveOf(Distribution program) throws IOException {
    try (Stream<Path> files = Files.list(cacheOf(program))) {
      List<Path> archives =
          files.filter(file -> file.getFileName().toString().startsWith("classes-")).toList();
      assertThat(archives).hasSize(1);
      return archives.get(0);
    }
  }

  private static Stream<String> log(String dataRoot) throws IOException {
    return Files.readAllLines(program.directory().resolve(dataRoot).resolve("_logs/ingestion.log"))
        .stream();
  }
}
