package dev.ingestion.app.engine;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/**
 * Starts main classes of the tests in processes of their own. The first of them leaves its loaded
 * classes behind for the others, which halves what they need to start; the virtual machine does
 * that for jars alone, so folders of classes are packed first.
 */
final class ChildJvm {
  /** Ends what hangs; on a machine that is overrun a process may well take some minutes. */
  private static final long MINUTES = 15;

  private final Path folder;
  private final String classpath;
  private final Path archive;

  private ChildJvm(Path folder, String classpath) {
    this.folder = folder;
    this.classpath = classpath;
    this.archive = folder.resolve("classes.jsa");
  }

  /** What a process came to. */
  record Ended(int exitCode, List<String> lines) {}

  /**
   * @param folder where jars and the archive go
   */
  static ChildJvm in(Path folder) throws IOException {
    List<String> entries = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      Path path = Path.of(entry);
      boolean unpacked = Files.isDirectory(path);
      entries.add(
          unpacked ? pack(path, folder.resolve("classes-" + entries.size() + ".jar")) : entry);
    }
    return new ChildJvm(folder, String.join(File.pathSeparator, entries));
  }

  private static String pack(Path classes, Path jar) throws IOException {
    List<Path> paths;
    try (Stream<Path> walk = Files.walk(classes)) {
      paths = walk.filter(path -> !path.equals(classes)).toList();
    }
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream packed = new JarOutputStream(out)) {
      for (Path path : paths) {
        // with entries for folders, by which Flyway finds its scripts
        boolean folder = Files.isDirectory(path);
        String name = classes.relativize(path).toString().replace(File.separatorChar, '/');
        packed.putNextEntry(new JarEntry(folder ? name + "/" : name));
        if (!folder) {
          Files.copy(path, packed);
        }
      }
    }
    return jar.toString();
  }

  /** Runs the first process, whose classes the others take over. */
  Ended runFirst(Class<?> main, List<String> arguments) throws IOException, InterruptedException {
    return run("-XX:ArchiveClassesAtExit=" + archive, main, arguments);
  }

  Ended run(Class<?> main, List<String> arguments) throws IOException, InterruptedException {
    return run("-XX:SharedArchiveFile=" + archive, main, arguments);
  }

  private Ended run(String sharing, Class<?> main, List<String> arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Xmx128m",
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xshare:auto",
            "-Xlog:disable",
            "-Xlog:all=error:stderr",
            sharing,
            "-cp",
            classpath,
            main.getName()));
    command.addAll(arguments);
    Path output = Files.createTempFile(folder, "output-", ".txt");
    Process process =
        new ProcessBuilder(command)
            .redirectOutput(output.toFile())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try {
      if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
        throw new AssertionError("A process did not end: " + arguments);
      }
      return new Ended(process.exitValue(), Files.readAllLines(output));
    } finally {
      process.destroyForcibly();
      Files.delete(output);
    }
  }
}
