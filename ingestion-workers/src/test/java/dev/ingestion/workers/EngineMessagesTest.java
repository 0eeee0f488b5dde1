package dev.ingestion.workers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.ports.out.JobRepository;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the engine says is read on the command line, over HTTP and on the dashboard: it names no
 * command of one of them.
 */
class EngineMessagesTest {
  private static final Pattern COMMAND_LINE =
      Pattern.compile("[^\\p{Cntrl}]*(?:'ingestion [a-z]|(?<![\\w-])--[a-z])[^\\p{Cntrl}]*");

  @ParameterizedTest
  @ValueSource(classes = {ErrorCode.class, JobRepository.class, WorkersModule.class})
  void noMessageNamesACommandOrAnOption(Class<?> ofModule) throws Exception {
    List<String> found = new ArrayList<>();
    URI code = ofModule.getProtectionDomain().getCodeSource().getLocation().toURI();

    int classes = Files.isDirectory(Path.of(code)) ? scan(Path.of(code), found) : jar(code, found);

    assertThat(classes).isPositive();
    assertThat(found).isEmpty();
  }

  private static int jar(URI code, List<String> found) throws IOException {
    try (FileSystem jar = FileSystems.newFileSystem(Path.of(code))) {
      return scan(jar.getPath("/"), found);
    }
  }

  /** Texts stand in a class file as they are. */
  private static int scan(Path root, List<String> found) throws IOException {
    int classes = 0;
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(each -> each.toString().endsWith(".class")).toList()) {
        classes++;
        String content = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        COMMAND_LINE
            .matcher(content)
            .results()
            .forEach(text -> found.add(file.getFileName() + ": " + text.group()));
      }
    }
    return classes;
  }
}
