package dev.ingestion.app.logging;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ingestion.app.config.AppConfig;
import dev.ingestion.app.config.LogFormat;
import dev.ingestion.app.config.LogLevel;
import dev.ingestion.ports.out.DataRoot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

class LogFileTest {
  private static final Logger log = LoggerFactory.getLogger("dev.ingestion.somewhere");

  @TempDir Path folder;

  @AfterEach
  void clear() {
    MDC.clear();
  }

  @Test
  void aLineForPeopleNamesWhatBelongsTogether() throws IOException {
    MDC.put("job_id", "j-1");
    MDC.put("correlation_id", "r-1");

    List<String> lines = logged(LogFormat.PATTERN, true);

    assertThat(lines.get(0))
        .matches("20\\d\\d-.*Z WARN .*")
        .contains("job_id=j-1", "kb_id=-", "correlation_id=r-1")
        .endsWith("two words were said");
  }

  @Test
  void aJsonLineIsAnObjectWithTheSame() throws IOException {
    MDC.put("job_id", "j-1");

    List<String> lines = logged(LogFormat.JSON, true);

    JsonNode first = new ObjectMapper().readTree(lines.get(0));
    assertThat(first.at("/formattedMessage").textValue()).isEqualTo("two words were said");
    assertThat(first.at("/level").textValue()).isEqualTo("WARN");
    assertThat(first.at("/mdc/job_id").textValue()).isEqualTo("j-1");
    assertThat(first.at("/timestamp").isIntegralNumber()).isTrue();
    JsonNode second = new ObjectMapper().readTree(lines.get(1));
    assertThat(second.at("/throwable/message").textValue()).isEqualTo("a \"defect\"\nin two lines");
    assertThat(lines).hasSize(2);
  }

  @Test
  void whatIsTracedNamesItsTraceAndWhatIsNotSaysNothingOfIt() throws IOException {
    assertThat(logged(LogFormat.PATTERN, true).get(0)).doesNotContain("trace_id", "span_id");

    MDC.put("trace_id", "t-1");
    MDC.put("span_id", "s-1");

    assertThat(logged(LogFormat.PATTERN, true).get(0)).contains(" trace_id=t-1 span_id=s-1 - two");
    JsonNode first = new ObjectMapper().readTree(logged(LogFormat.JSON, true).get(0));
    assertThat(first.at("/mdc/trace_id").textValue()).isEqualTo("t-1");
    assertThat(first.at("/mdc/span_id").textValue()).isEqualTo("s-1");
  }

  @Test
  void withoutCorrelationIdsNeitherHasThem() throws IOException {
    MDC.put("job_id", "j-1");

    assertThat(logged(LogFormat.PATTERN, false).get(0)).doesNotContain("j-1");
    assertThat(logged(LogFormat.JSON, false).get(0)).doesNotContain("j-1");
  }

  private List<String> logged(LogFormat format, boolean correlationIds) throws IOException {
    Path root = Files.createTempDirectory(folder, "root");
    AppConfig config = new AppConfig(root, "local-disk", LogLevel.INFO, format, correlationIds, "");
    LogFile file = new LogFile(config, new DataRoot(root));
    file.start();
    try {
      log.warn("{} words were said", "two");
      log.error("That fails", new IllegalStateException("a \"defect\"\nin two lines"));
    } finally {
      file.close();
    }
    return Files.readAllLines(file.path());
  }
}
