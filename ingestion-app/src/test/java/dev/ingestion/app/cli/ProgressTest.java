package dev.ingestion.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void onATerminalALineIsDrawnOverAndErasedInTheEnd() {
    try (Progress progress = Progress.on(terminal(true, 100))) {
      progress.show(States.running(Duration.ofSeconds(85), Duration.ofSeconds(86)));
    }

    assertThat(shown())
        .isEqualTo(
            "\r\u001b[K[############------------]  1,200 documents, 2,560 of 5,120 chunks,"
                + " 29.8/s, 1 min 26 s left\r\u001b[K");
  }

  @Test
  void theLineIsNeverWiderThanTheTerminal() {
    try (Progress progress = Progress.on(terminal(true, 40))) {
      progress.show(States.running(Duration.ofSeconds(85), null));
    }

    assertThat(shown().replaceAll("\r|\u001b\\[K", "")).hasSize(39);
  }

  @Test
  void elsewhereALineAppearsEveryFewSeconds() {
    try (Progress progress = Progress.on(terminal(false, 80))) {
      for (int tenths = 0; tenths <= 120; tenths++) {
        progress.show(States.running(Duration.ofMillis(100L * tenths), null));
      }
    }

    assertThat(shown().lines())
        .hasSize(2)
        .containsOnly("handbook: 1,200 documents, 2,560 of 5,120 chunks, 29.8/s");
  }

  private String shown() {
    return err.toString(StandardCharsets.UTF_8);
  }

  private Terminal terminal(boolean live, int columns) {
    return new Terminal(
        new BufferedReader(new StringReader("")),
        new PrintStream(OutputStream.nullOutputStream()),
        new PrintStream(err, true, StandardCharsets.UTF_8),
        live,
        live,
        live,
        columns);
  }
}
