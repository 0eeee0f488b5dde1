package dev.ingestion.app;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/** The distribution as it was built, started as people start it: a process of its own. */
final class Distribution {
  private static final Path BUILT = Path.of("target", "ingestion").toAbsolutePath();

  private final Path home;
  private final Path directory;

  private Distribution(Path home, Path directory) {
    this.home = home;
    this.directory = directory;
  }

  /**
   * An installation of its own whose libraries are those that were built.
   *
   * @param folder empty; the installation and a working directory are made in it
   */
  static Distribution install(Path folder) throws IOException {
    Path home = folder.resolve("installation");
    Files.createDirectories(home.resolve("bin"));
    Files.copy(BUILT.resolve("bin/ingestion"), home.resolve("bin/ingestion"));
    home.resolve("bin/ingestion").toFile().setExecutable(true);
    Files.createSymbolicLink(home.resolve("lib"), BUILT.resolve("lib"));
    return new Distribution(home, Files.createDirectories(folder.resolve("work")));
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
    return home.resolve("bin/ingestion");
  }

  Result run(String... args) {
    return run(Map.of(), args);
  }

  Result run(Map<String, String> environment, String... args) {
    return start(launcher(), environment, args).end();
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
    builder.environment().putAll(environment);
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
        if (!process.waitFor(5, TimeUnit.MINUTES)) {
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
