package dev.ingestion.app.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.spi.FilterReply;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class DiversionTest {
  private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
  private final PrintStream client = new PrintStream(shown, true, StandardCharsets.UTF_8);

  @Test
  void aWarningOfTheCommandItselfIsShownToItsClientAtOnceAndNotOnTheConsole() {
    Diversion diversion = new Diversion("client", "4711", null, client);
    try {
      assertThat(decide(Level.WARN, "beware", Map.of("client", "4711")))
          .isEqualTo(FilterReply.DENY);
      assertThat(shown).asString().isEqualTo("warning: beware\n");
    } finally {
      diversion.close();
    }
  }

  @Test
  void whatThreadsOfItsJobSayIsShownAtTheEnd() {
    Diversion diversion = new Diversion("client", "4711", "handbook", client);
    try {
      assertThat(decide(Level.ERROR, "broken", Map.of("kb_id", "handbook")))
          .isEqualTo(FilterReply.DENY);
      assertThat(shown).asString().as("a job waits for nobody").isEmpty();
    } finally {
      diversion.close();
    }
    assertThat(shown).asString().isEqualTo("ERROR: broken\n");
  }

  @Test
  void whatIsSaidAboutAnythingElseStaysOnTheConsole() {
    Diversion diversion = new Diversion("client", "4711", "handbook", client);
    try {
      assertThat(decide(Level.WARN, "own", Map.of("kb_id", "research")))
          .isEqualTo(FilterReply.NEUTRAL);
      assertThat(decide(Level.WARN, "own", Map.of())).isEqualTo(FilterReply.NEUTRAL);
      assertThat(decide(Level.WARN, "other", Map.of("client", "4712")))
          .isEqualTo(FilterReply.NEUTRAL);
    } finally {
      diversion.close();
    }
    assertThat(decide(Level.WARN, "after", Map.of("client", "4711")))
        .isEqualTo(FilterReply.NEUTRAL);
    assertThat(shown).asString().isEmpty();
  }

  private static FilterReply decide(Level level, String message, Map<String, String> context) {
    LoggerContext logback = (LoggerContext) LoggerFactory.getILoggerFactory();
    LoggingEvent event =
        new LoggingEvent(
            "here", logback.getLogger("dev.ingestion.test"), level, message, null, null);
    event.setMDCPropertyMap(context);
    return Diversion.filter().decide(event);
  }
}
