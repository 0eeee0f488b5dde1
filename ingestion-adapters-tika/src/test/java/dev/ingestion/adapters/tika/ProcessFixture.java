package dev.ingestion.adapters.tika;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ingestion.domain.ByteSize;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.ports.out.DataRoot;
import dev.ingestion.ports.out.DocumentContent;
import dev.ingestion.testkit.InMemoryContent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Processes that parse by the word of {@link MisbehavingParser}, and their host. */
final class ProcessFixture implements AutoCloseable {
  static final ParserProcessConfig PROCESSES =
      new ParserProcessConfig(ByteSize.ofMegabytes(48), 2, 1000);

  final ProcessHost host;
  private final Path temporary;

  ProcessFixture(Path folder) {
    this(folder, patience(Duration.ofSeconds(60), Duration.ofSeconds(60)), PROCESSES);
  }

  ProcessFixture(Path folder, TikaConfig limits, ParserProcessConfig processes) {
    this(folder, limits, processes, MisbehavingParser.class);
  }

  ProcessFixture(Path folder, TikaConfig limits, ParserProcessConfig processes, Class<?> main) {
    DataRoot dataRoot = new DataRoot(folder);
    this.temporary = dataRoot.own("tmp").resolve("parser");
    this.host = new ProcessHost(limits, processes, dataRoot, main);
  }

  static TikaConfig patience(Duration timeout, Duration stallTimeout) {
    ByteSize megabyte = ByteSize.ofMegabytes(1);
    return new TikaConfig(timeout, stallTimeout, 10, 10, megabyte, 1_000_000, megabyte);
  }

  /** What the parser made of the text that tells it what to do. */
  String parse(String text) {
    return host.parse("a.txt", InMemoryContent.of(text)).text().strip();
  }

  IngestionException refuse(String text) {
    return refuse(InMemoryContent.of(text));
  }

  IngestionException refuse(DocumentContent content) {
    IngestionException refusal =
        catchThrowableOfType(IngestionException.class, () -> host.parse("a.txt", content));
    assertThat(refusal).isNotNull();
    return refusal;
  }

  /** The processes that run. */
  List<Long> pids() {
    return host.pool().running().stream().map(ParserChild::pid).toList();
  }

  /** Everything in the folder of temporary files. */
  List<Path> temporaryFiles() throws IOException {
    if (!Files.exists(temporary)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(temporary)) {
      return files.filter(file -> !file.equals(temporary)).toList();
    }
  }

  @Override
  public void close() {
    host.close();
  }
}
