package dev.ingestion.adapters.tika;

import dev.ingestion.domain.ByteSize;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How a parser process is started: with this process's Java and class path, and of its surroundings
 * only what makes it see the same text. It inherits no file, for Java closes them, and no secret of
 * the environment.
 */
final class ParserCommand {
  /** Names a class data archive for parser processes; the launcher makes one and sets this. */
  static final String ARCHIVE = "ingestion.parser.archive";

  /** Said by the JVM when it ends for want of memory. */
  static final String OUT_OF_MEMORY = "Terminating due to java.lang.OutOfMemoryError";

  private static final List<String> ENVIRONMENT =
      List.of("LANG", "LC_ALL", "LC_CTYPE", "LD_LIBRARY_PATH", "PATH", "SystemRoot", "TZ");

  private static final List<String> PROPERTIES =
      List.of("user.language", "user.country", "user.timezone", "user.home");

  /** What a JVM may need to run the same classes without complaints, and when it compiles them. */
  private static final List<String> FLAGS =
      List.of("--enable-native-access=", "--add-opens=", "--add-exports=", "-XX:Tier4");

  private final List<String> command = new ArrayList<>();

  /**
   * @param main has a main method
   */
  ParserCommand(Class<?> main, ByteSize heap, List<String> arguments) {
    command.add(Path.of(property("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-Xmx" + heap.bytes(),
            "-XX:+UseSerialGC",
            // A process without memory is of no use, and parsers catch the error.
            "-XX:+ExitOnOutOfMemoryError",
            // The JVM prints warnings and thread dumps where the protocol is, if it may.
            "-XX:+DisplayVMOutputToStderr",
            "-Xlog:disable",
            "-Xlog:all=error:stderr",
            // Files outside our folder, which nobody would remove.
            "-XX:-UsePerfData",
            "-XX:-CreateCoredumpOnCrash",
            "-Djava.awt.headless=true",
            "-Dfile.encoding=" + Charset.defaultCharset().name(),
            "-Dslf4j.internal.verbosity=WARN",
            "-Dslf4j.provider=" + ForwardedLog.Provider.class.getName()));
    PROPERTIES.stream()
        .filter(name -> System.getProperty(name) != null)
        .forEach(name -> command.add("-D" + name + "=" + System.getProperty(name)));
    ownFlags().forEach(command::add);
    String archive = System.getProperty(ARCHIVE);
    if (archive != null) {
      command.addAll(List.of("-Xshare:auto", "-XX:SharedArchiveFile=" + archive));
    }
    command.addAll(List.of("-cp", classPath(), main.getName()));
    command.addAll(arguments);
  }

  /** Starts a process whose working and temporary folder is the given one. */
  Process start(Path folder) throws IOException {
    List<String> here = new ArrayList<>(command);
    here.add(1, "-Djava.io.tmpdir=" + folder);
    ProcessBuilder builder = new ProcessBuilder(here).directory(folder.toFile());
    Map<String, String> environment = builder.environment();
    environment.keySet().removeIf(name -> !ENVIRONMENT.contains(name));
    return builder.start();
  }

  private static Stream<String> ownFlags() {
    // ProcessHandle knows no arguments of a command as long as ours.
    return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> FLAGS.stream().anyMatch(argument::startsWith));
  }

  /** Its folder is another one, so that relative paths would lead nowhere. */
  private static String classPath() {
    return Stream.of(property("java.class.path").split(File.pathSeparator, -1))
        .filter(entry -> !entry.isEmpty())
        .map(entry -> Path.of(entry).toAbsolutePath().toString())
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static String property(String name) {
    return Objects.requireNonNull(System.getProperty(name), name);
  }
}
