package dev.ingestion.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.job.IngestionState;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class JobAnswerTest {
  private final FakeServices services = new FakeServices();
  private final JobAnswer answer = new JobAnswer();

  @Test
  void beforeThereIsAJobItIsAFailure() throws IOException {
    assertThat(printed().at("/error/code").asText()).isEqualTo("CONCURRENT_CHANGE");
  }

  @Test
  void itTellsTheJobAsItIsThenAndThatItIsKept() throws IOException {
    follow(States.completed());
    services.state = States.cutOff();

    assertThat(printed().at("/status").asText()).isEqualTo("RUNNING");
    assertThat(printed().at("/waiting").asText()).contains("interrupted", "continues it");
  }

  @Test
  void aJobThatHasEndedWaitsForNothing() throws IOException {
    follow(States.cutOff());
    services.state = States.completed();

    assertThat(printed().at("/status").asText()).isEqualTo("COMPLETED");
    assertThat(printed().at("/waiting").isNull()).isTrue();
  }

  @Test
  void whatCannotBeReadIsToldAsItWasSeen() throws IOException {
    follow(States.cutOff());
    answer.seen(States.paused());
    services.failure = new IngestionException(ErrorCode.STORAGE_UNAVAILABLE, "The disk is away");

    assertThat(printed().at("/status").asText()).isEqualTo("PAUSED");
  }

  @Test
  void aStorageThatHangsKeepsTheProcessWaitingForAMomentOnly() throws IOException {
    CountDownLatch never = new CountDownLatch(1);
    services.beforeStatus =
        () -> {
          try {
            never.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        };
    follow(States.paused());

    assertThat(printed().at("/status").asText()).isEqualTo("PAUSED");
  }

  private void follow(IngestionState started) {
    Terminal terminal =
        new Terminal(
            new BufferedReader(Reader.nullReader()),
            System.out,
            System.err,
            false,
            false,
            false,
            80);
    answer.follow(services, new JobReport(terminal, services.new KnowledgeBases(), true), started);
  }

  private JsonNode printed() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    Json.print(out, answer.atInterrupt());
    return new ObjectMapper().readTree(bytes.toByteArray());
  }
}
