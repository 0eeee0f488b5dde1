package dev.ingestion.app;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/** The distribution as it was built, started as people start it: a process of its own. */
final class Distribution {
  private static final Path BUILT = Path.of("target", "ingestion").toAbsolutePath();
  private static final Path LAUNCHER = BUILT.resolve("bin/ingestion");

  /** To compile for speed pays for nothing that is over in seconds. */
  private static final String QUICK = "-XX:TieredStopAtLevel=1";

  private static boolean prepared;

  private final Path launcher;
  private final Path home;
  private final Path directory;

  private Distribution(Path launcher, Path home, Path directory) {
    this.launcher = launcher;
    this.home = home;
    this.directory = directory;
  }

  /**
   * An installation of its own whose libraries are those that were built. Its first start prepares
   * quicker ones, which takes as long as dozens of them.
   *
   * @param folder empty; the installation and a working directory are made in it
   */
  static Distribution install(Path folder) throws IOException {
    Path home = folder.resolve("installation");
    Files.createDirectories(home.resolve("bin"));
    Path launcher = Files.copy(LAUNCHER, home.resolve("bin/ingestion"));
    launcher.toFile().setExecutable(true);
    Files.createSymbolicLink(home.resolve("lib"), BUILT.resolve("lib"));
    return new Distribution(launcher, home, Files.createDirectories(folder.resolve("work")));
  }

  /**
   * The installation that was built, prepared for quick starts, with a home of its own.
   *
   * @param folder empty; home and a working directory are made in it
   */
  static Distribution share(Path folder) throws IOException {
    prepareQuickStarts();
    return new Distribution(
        LAUNCHER,
        Files.createDirectories(folder.resolve("home")),
        Files.createDirectories(folder.resolve("work")));
  }

  /** Once for all, in whatever JVM they are. */
  private static synchronized void prepareQuickStarts() throws IOException {
    if (prepared) {
      return;
    }
    Path work = Files.createTempDirectory("prepare");
    try (FileChannel channel =
            FileChannel.open(
                BUILT.resolveSibling("quick-starts.lock"),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE);
        FileLock held = channel.lock()) {
      Result first = new Distribution(LAUNCHER, work, work).run("version");
      if (first.code() != 0) {
        throw new AssertionError(first);
      }
    }
    prepared = true;
  }

  /**
   * Puts a plugin into the installation: a jar of these classes.
   *
   * @param module among them, registered as a service
   */
  void plugin(Class<?> module, Class<?>... classes) throws IOException {
    Path jar = Files.createDirectories(home.resolve("plugins")).resolve("plugin.jar");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      out.putNextEntry(new JarEntry("META-INF/services/com.google.inject.Module"));
      out.write(module.getName().getBytes(StandardCharsets.UTF_8));
      List<Class<?>> all = new ArrayList<>(List.of(classes));
      all.add(module);
      for (Class<?> type : all) {
        String name = type.getName().replace('.', '/') + ".class";
        out.putNextEntry(new JarEntry(name));
        try (InputStream bytes = type.getClassLoader().getResourceAsStream(name)) {
          bytes.transferTo(out);
        }
      }
    }
  }

  Path home() {
    return home;
  }

  Path directory() {
    return directory;
  }

  Path launcher() {
    return launcher;
  }

  Result run(String... args) {
    return run(Map.of(), args);
  }

  Result run(Map<String, String> environment, String... args) {
    return start(launcher, environment, args).end();
  }

  Running start(Path launcher, Map<String, String> environment, String... args) {
    return start(launcher, directory, environment, args);
  }

  /**
   * @param from the folder in which the command is given
   */
  Running start(Path launcher, Path from, Map<String, String> environment, String... args) {
    List<String> command = new ArrayList<>(List.of(launcher.toString()));
    command.addAll(List.of(args));
    ProcessBuilder builder = new ProcessBuilder(command).directory(from.toFile());
    // What the build is told is no setting of the program.
    builder.environment().keySet().removeIf(name -> name.startsWith("INGESTION_"));
    builder.environment().put("INGESTION_HOME", home.toString());
    builder.environment().putAll(environment);
    builder.environment().merge("INGESTION_OPTS", QUICK, (own, quick) -> quick + " " + own);
    try {
      Path out = Files.createTempFile(directory, "out", ".txt");
      Path err = Files.createTempFile(directory, "err", ".txt");
      builder.redirectOutput(out.toFile()).redirectError(err.toFile());
      return new Running(builder.start(), out, err);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A process whose output goes to files. */
  record Running(Process process, Path out, Path err) {
    Result end() {
      try {
        if (!process.waitFor(15, TimeUnit.MINUTES)) {
          process.destroyForcibly();
          throw new AssertionError("The program does not end: " + Files.readString(err));
        }
        return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError("Interrupted", e);
      }
    }
  }

  record Result(int code, String out, String err) {}
}
