package dev.ingestion.adapters.tika;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.ingestion.domain.ByteSize;
import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.ports.out.DocumentContent;
import dev.ingestion.testkit.InMemoryContent;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** What a document can do to its parser, and what becomes of it and of the next one. */
@Timeout(value = 50, unit = TimeUnit.SECONDS) // less than a process has to start
class ProcessHostIT {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final Duration SHORT = Duration.ofSeconds(1);

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource({"exit, ended with code 7", "kill, was ended by signal 9"})
  void aParserThatDiesCostsItsDocumentOnly(String order, String how) {
    try (ProcessFixture fixture = new ProcessFixture(folder)) {
      String first = fixture.parse("pid");

      assertThat(fixture.refuse(order))
          .returns(ErrorCode.PARSER_DIED, IngestionException::code)
          .hasMessage("Its parser %s while it read it", how);
      assertThat(fixture.parse("pid")).isNotEqualTo(first);
      assertThat(fixture.pids()).hasSize(1);
    }
  }

  @Test
  void whatIsNestedWithoutEndCostsItsProcess() {
    try (ProcessFixture fixture = new ProcessFixture(folder)) {
      String first = fixture.parse("pid");

      assertThat(fixture.refuse("overflow"))
          .returns(ErrorCode.PARSE_LIMIT_EXCEEDED, IngestionException::code)
          .hasMessageContaining("nested");
      assertThat(fixture.parse("pid")).isNotEqualTo(first);
    }
  }

  @Test
  void memoryThatRunsOutIsNoticedThoughTheParserCatchesTheError() {
    try (ProcessFixture fixture = new ProcessFixture(folder)) {
      assertThat(fixture.refuse("hoard"))
          .returns(ErrorCode.PARSE_LIMIT_EXCEEDED, IngestionException::code)
          .hasMessageContaining("parser.heap");
      assertThat(fixture.parse("small")).isEqualTo("small");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"hang", "spin"})
  void aParserThatGetsNoFurtherIsKilled(String order) {
    TikaConfig limits = ProcessFixture.patience(LONG, SHORT);
    try (ProcessFixture fixture = new ProcessFixture(folder, limits, ProcessFixture.PROCESSES)) {
      assertThat(fixture.refuse(order))
          .returns(ErrorCode.PARSE_TIMEOUT, IngestionException::code)
          .hasMessageContaining("1.0 s without progress (parser.stall-timeout)");
      await().untilAsserted(() -> assertThat(fixture.pids()).isEmpty());
      assertThat(fixture.parse("quick")).isEqualTo("quick");
    }
  }

  @Test
  void aParserThatGetsFurtherAllTheTimeIsKilledInTheEnd() {
    TikaConfig limits = ProcessFixture.patience(SHORT, LONG);
    try (ProcessFixture fixture = new ProcessFixture(folder, limits, ProcessFixture.PROCESSES)) {
      assertThat(fixture.refuse("crawl"))
          .returns(ErrorCode.PARSE_TIMEOUT, IngestionException::code)
          .hasMessageContaining("after 1.0 s (parser.timeout)");
    }
  }

  @Test
  void aSlowParserThatGetsFurtherIsLeftAlone() {
    TikaConfig limits = ProcessFixture.patience(LONG, SHORT);
    try (ProcessFixture fixture = new ProcessFixture(folder, limits, ProcessFixture.PROCESSES)) {
      assertThat(fixture.parse("dawdle")).isEqualTo("dawdle");
    }
  }

  @Test
  void aSourceThatHangsCostsNoMoreThanAParser() {
    TikaConfig limits = ProcessFixture.patience(LONG, SHORT);
    CompletableFuture<InputStream> never = new CompletableFuture<>();
    try (ProcessFixture fixture = new ProcessFixture(folder, limits, ProcessFixture.PROCESSES)) {
      assertThat(fixture.refuse(content(never::join)).code()).isEqualTo(ErrorCode.PARSE_TIMEOUT);
    } finally {
      never.complete(InputStream.nullInputStream());
    }
  }

  @Test
  void aSourceThatBreaksOffCostsNoProcess() throws IOException {
    InputStream broken = InputStream.nullInputStream();
    broken.close();
    try (ProcessFixture fixture = new ProcessFixture(folder)) {
      String first = fixture.parse("pid");

      assertThat(fixture.refuse(content(() -> broken)))
          .returns(ErrorCode.DOCUMENT_UNREADABLE, IngestionException::code)
          .hasMessageContaining("Stream closed");
      assertThat(fixture.parse("pid")).isEqualTo(first);
    }
  }

  @Test
  void aDocumentOfTooManyBytesIsRefusedWhateverItSaysOfItsSize() {
    byte[] tooMany = new byte[(1 << 20) + 1];
    try (ProcessFixture fixture = new ProcessFixture(folder)) {
      String first = fixture.parse("pid");

      for (DocumentContent content :
          new DocumentContent[] {
            new InMemoryContent(tooMany), content(() -> new ByteArrayInputStream(tooMany))
          }) {
        assertThat(fixture.refuse(content))
            .returns(ErrorCode.PARSE_LIMIT_EXCEEDED, IngestionException::code)
            .hasMessageContaining("1 MiB; parser.max-input");
      }
      assertThat(fixture.parse("pid")).isEqualTo(first);
    }
  }

  @Test
  void whatALibraryPrintsDoesNotReachTheProtocol() {
    try (ProcessFixture fixture = new ProcessFixture(folder)) {
      String first = fixture.parse("pid");

      assertThat(fixture.parse("print")).isEqualTo("print");
      assertThat(fixture.parse("complain")).isEqualTo("complain");
      assertThat(fixture.parse("pid")).isEqualTo(first);
    }
  }

  @Test
  void garbageAmongTheAnswersCostsTheDocumentAndTheProcess() {
    try (ProcessFixture fixture = new ProcessFixture(folder)) {
      String first = fixture.parse("pid");

      assertThat(fixture.refuse("garble"))
          .returns(ErrorCode.PARSER_DIED, IngestionException::code)
          .hasMessage("Its parser made no sense while it read it");
      assertThat(fixture.parse("pid")).isNotEqualTo(first);
    }
  }

  @Test
  void aRefusalCostsNoProcessAndTellsDevelopersMore() {
    try (ProcessFixture fixture = new ProcessFixture(folder)) {
      String first = fixture.parse("pid");

      assertThat(fixture.refuse("corrupt"))
          .returns(ErrorCode.DOCUMENT_CORRUPT, IngestionException::code)
          .hasMessage("It is damaged or cut off")
          .cause()
          .hasMessageContaining("at dev.ingestion.adapters.tika.MisbehavingParser");
      assertThat(fixture.parse("pid")).isEqualTo(first);
    }
  }

  @Test
  void aProcessThatDiesBetweenDocumentsCostsNone() {
    try (ProcessFixture fixture = new ProcessFixture(folder)) {
      for (int i = 0; i < 5; i++) {
        String pid = fixture.parse("pid");
        fixture.host.pool().running().forEach(ParserChild::kill);

        assertThat(fixture.parse("pid")).isNotEqualTo(pid);
      }
    }
  }

  @Test
  void aProcessIsReusedAndRetiredAfterSoManyDocuments() {
    ParserProcessConfig three = new ParserProcessConfig(ByteSize.ofMegabytes(48), 1, 3);
    try (ProcessFixture fixture =
        new ProcessFixture(folder, ProcessFixture.patience(LONG, LONG), three)) {
      String first = fixture.parse("pid");

      assertThat(fixture.parse("pid")).isEqualTo(first);
      assertThat(fixture.parse("pid")).isEqualTo(first);
      assertThat(fixture.parse("pid")).isNotEqualTo(first);
      await().untilAsserted(() -> assertThat(fixture.pids()).hasSize(1));
    }
  }

  @Test
  void noProcessStartsBeforeThereIsADocument() {
    try (ProcessFixture fixture = new ProcessFixture(folder)) {
      fixture.host.start();

      assertThat(fixture.pids()).isEmpty();
      assertThat(folder).isEmptyDirectory();
    }
  }

  @Test
  void processesThatDoNotStartAreNoDocumentsFault() {
    try (ProcessFixture fixture =
        new ProcessFixture(
            folder,
            ProcessFixture.patience(LONG, LONG),
            ProcessFixture.PROCESSES,
            DeadOnArrival.class)) {
      assertThat(fixture.refuse("a"))
          .returns(ErrorCode.INTERNAL_ERROR, IngestionException::code)
          .hasMessageContaining("do not start")
          .hasMessageContaining("ended with code 1")
          .hasMessageContaining("There is no parser here");
    }
  }

  @Test
  void closingEndsParsesAtOnce() throws Exception {
    ProcessFixture fixture = new ProcessFixture(folder);
    FutureTask<IngestionException> parse = new FutureTask<>(() -> fixture.refuse("hang"));
    new Thread(parse).start();
    await().untilAsserted(() -> assertThat(fixture.pids()).hasSize(1));

    fixture.close();

    assertThat(parse.get().code()).isEqualTo(ErrorCode.INTERNAL_ERROR);
    assertThat(fixture.pids()).isEmpty();
    assertThat(fixture.temporaryFiles()).isEmpty();
    assertThat(fixture.refuse("late").code()).isEqualTo(ErrorCode.INTERNAL_ERROR);
  }

  @Test
  void anInterruptedParseKillsItsProcessAndReturns() throws Exception {
    try (ProcessFixture fixture = new ProcessFixture(folder)) {
      fixture.parse("warm");
      FutureTask<Boolean> parse =
          new FutureTask<>(
              () -> {
                assertThat(fixture.refuse("hang")).hasMessageContaining("interrupted");
                return Thread.currentThread().isInterrupted();
              });
      Thread thread = new Thread(parse);
      thread.start();
      await().until(() -> thread.getState() == Thread.State.TIMED_WAITING);

      thread.interrupt();

      assertThat(parse.get()).isTrue();
      await().untilAsserted(() -> assertThat(fixture.pids()).isEmpty());
    }
  }

  @Test
  void whatIsLoggedThereIsLoggedHereForTheSameJob() {
    Logger logger = (Logger) LoggerFactory.getLogger("a.library");
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    lines.start();
    logger.addAppender(lines);
    try (ProcessFixture fixture = new ProcessFixture(folder);
        MDC.MDCCloseable job = MDC.putCloseable("job_id", "7")) {
      assertThat(fixture.parse("warn")).isEqualTo("warn");
    } finally {
      logger.detachAppender(lines);
    }

    assertThat(lines.list)
        .singleElement()
        .satisfies(
            line -> {
              assertThat(line.getFormattedMessage()).isEqualTo("Page 1 has no fonts");
              assertThat(line.getMDCPropertyMap()).containsEntry("job_id", "7");
            });
  }

  @Test
  @Timeout(value = 5, unit = TimeUnit.MINUTES)
  void manyDocumentsOfWhichSomeCrashLeaveNothingBehind() throws Exception {
    int failed = 0;
    int parsed = 0;
    try (ProcessFixture fixture = new ProcessFixture(folder)) {
      for (int i = 1; i <= 200; i++) {
        if (i % 10 == 0) {
          assertThat(fixture.refuse("exit").code()).isEqualTo(ErrorCode.PARSER_DIED);
          failed++;
        } else {
          assertThat(fixture.parse("document " + i)).isEqualTo("document " + i);
          parsed++;
        }
        assertThat(fixture.pids()).hasSizeLessThanOrEqualTo(1);
      }
      assertThat(fixture.parse("one more")).isEqualTo("one more");
      await().untilAsserted(() -> assertThat(fixture.temporaryFiles()).hasSize(1));
    }

    assertThat(failed).isEqualTo(20);
    assertThat(parsed).isEqualTo(180);
    try (ProcessFixture fixture = new ProcessFixture(folder)) {
      assertThat(fixture.temporaryFiles()).isEmpty();
    }
    assertThat(ProcessHandle.current().children().filter(ProcessHandle::isAlive)).isEmpty();
    await()
        .untilAsserted(
            () ->
                assertThat(Thread.getAllStackTraces().keySet())
                    .extracting(Thread::getName)
                    .noneMatch(name -> name.startsWith("parser-")));
  }

  private static DocumentContent content(Opening opening) {
    return new DocumentContent() {
      @Override
      public long size() {
        return 1;
      }

      @Override
      public InputStream open() {
        return opening.open();
      }
    };
  }

  @FunctionalInterface
  private interface Opening {
    InputStream open();
  }

  /** A parser process that is none. */
  static final class DeadOnArrival {
    private DeadOnArrival() {}

    public static void main(String[] args) {
      System.out.write("Hello\n".getBytes(StandardCharsets.UTF_8), 0, 6);
      System.out.flush();
      System.err.println("There is no parser here");
      System.exit(1);
    }
  }
}
