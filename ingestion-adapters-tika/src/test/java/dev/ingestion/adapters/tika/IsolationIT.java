package dev.ingestion.adapters.tika;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.testkit.InMemoryContent;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a parser process shares with its parent, and what it does not. */
@Timeout(50)
class IsolationIT {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"idle", "hang", "spin"})
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void aProcessEndsWithItsParentHoweverThatDies(String order) throws Exception {
    Process parent = startParent(order);
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(parent.getInputStream(), StandardCharsets.UTF_8))) {
      ProcessHandle child = ProcessHandle.of(Long.parseLong(out.readLine())).orElseThrow();
      assertThat(child.isAlive()).isTrue();

      signal("KILL", parent.pid());

      await().atMost(Duration.ofSeconds(30)).until(() -> !child.isAlive());
    } finally {
      parent.destroyForcibly();
    }
  }

  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void whatAParentThatWasKilledLeftIsRemovedAtTheNextStart() throws Exception {
    Process parent = startParent("hang");
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(parent.getInputStream(), StandardCharsets.UTF_8))) {
      ProcessHandle child = ProcessHandle.of(Long.parseLong(out.readLine())).orElseThrow();
      signal("KILL", parent.pid());
      await().atMost(Duration.ofSeconds(30)).until(() -> !child.isAlive());
    }

    try (ProcessFixture fixture = new ProcessFixture(folder)) {
      assertThat(fixture.temporaryFiles()).isNotEmpty();
      fixture.host.start();
      assertThat(fixture.temporaryFiles()).isEmpty();
    }
  }

  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void aProcessIsDeafToTheSignalsOfATerminalAndOfAServiceManager() throws Exception {
    try (ProcessFixture fixture = new ProcessFixture(folder)) {
      String pid = fixture.parse("pid");

      for (String signal : List.of("INT", "HUP", "TERM")) {
        signal(signal, Long.parseLong(pid));
        assertThat(fixture.parse("dawdle")).isEqualTo("dawdle");
      }

      assertThat(fixture.parse("pid")).isEqualTo(pid);
    }
  }

  /** Whoever wants to know what a JVM does sends QUIT; it prints where it may. */
  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void aThreadDumpDoesNotReachTheProtocol() throws Exception {
    try (ProcessFixture fixture = new ProcessFixture(folder)) {
      String pid = fixture.parse("pid");

      signal("QUIT", Long.parseLong(pid));

      assertThat(fixture.parse("dawdle")).isEqualTo("dawdle");
      assertThat(fixture.parse("pid")).isEqualTo(pid);
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aProcessInheritsNoFile() throws IOException {
    try (var lock = Files.newByteChannel(Files.createFile(folder.resolve("_lock")));
        ProcessFixture fixture = new ProcessFixture(folder)) {
      assertThat(lock.isOpen()).isTrue();
      Path descriptors = Path.of("/proc", fixture.parse("pid"), "fd");

      try (Stream<Path> files = Files.list(descriptors)) {
        assertThat(files.map(IsolationIT::target)).isNotEmpty().noneMatch(this::isInTheDataRoot);
      }
    }
  }

  @Test
  void aProcessSeesNothingOfTheEnvironmentThatItDoesNotNeed() {
    assertThat(System.getenv()).containsKey("HOME");
    try (ProcessFixture fixture = new ProcessFixture(folder)) {
      assertThat(fixture.parse("environment").split(" "))
          .isSubsetOf("LANG", "LC_ALL", "LC_CTYPE", "LD_LIBRARY_PATH", "PATH", "SystemRoot", "TZ");
    }
  }

  @Test
  void temporaryFilesOfLibrariesGoWithTheDocument() throws IOException {
    try (ProcessFixture fixture = new ProcessFixture(folder)) {
      assertThat(fixture.refuse("litter").code()).isEqualTo(ErrorCode.DOCUMENT_CORRUPT);

      assertThat(fixture.temporaryFiles()).isNotEmpty().allMatch(Files::isDirectory);
    }
  }

  private static Path target(Path link) {
    try {
      return Files.readSymbolicLink(link);
    } catch (IOException closedMeanwhile) {
      return link;
    }
  }

  private boolean isInTheDataRoot(Path file) {
    return file.startsWith(folder);
  }

  private Process startParent(String order) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Parent.class.getName(),
            folder.toString(),
            order)
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static void signal(String name, long pid) throws Exception {
    assertThat(new ProcessBuilder("kill", "-" + name, String.valueOf(pid)).start().waitFor())
        .isZero();
  }

  /** Parses in a process of its own, says which, and waits for its end. */
  static final class Parent {
    private Parent() {}

    public static void main(String[] args) {
      ProcessFixture fixture = new ProcessFixture(Path.of(args[0]));
      System.out.println(fixture.parse("pid"));
      System.out.flush();
      fixture.host.parse("a.txt", InMemoryContent.of(args[1].equals("idle") ? "ok" : args[1]));
      while (true) {
        LockSupport.park();
      }
    }
  }
}
