package dev.ingestion.workers.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.job.IngestionState;
import dev.ingestion.domain.job.JobStatus;
import dev.ingestion.domain.retry.RetryBudget;
import dev.ingestion.domain.retry.RetryPolicy;
import dev.ingestion.ports.out.DeadLetters;
import dev.ingestion.ports.out.DeadLetters.Letter;
import dev.ingestion.ports.out.DeadLetters.Selection;
import dev.ingestion.testkit.HashingEmbeddingModel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a model makes of a text costs that text, and nothing else. */
class MisbehavingModelTest {
  private static final String GARBAGE = "belladonna";
  private static final String PROBE = "probe";
  private static final int BATCH = 4;
  private static final Duration RETRY_DELAY = Duration.ofMillis(100);
  private static final Duration A_WHILE = Duration.ofSeconds(10);

  /** Longer than calls that keep a job from stopping are given before they are interrupted. */
  private static final Duration JOIN_TIMEOUT = Duration.ofSeconds(5);

  private static final int AT_ONCE = 1;
  private static final int AFTER_ITS_RETRIES = 1 + Node.Settings.MAX_RETRIES;
  private static final int AFTER_ALL_ROUNDS =
      RetryBudget.forBatches(
              new RetryPolicy(Node.Settings.MAX_RETRIES, RETRY_DELAY, RETRY_DELAY), BATCH)
          .attempts();

  private final Scheduler scheduler = new Scheduler(Choices.calm(1));
  private final Misbehaving model = new Misbehaving();
  private final World world =
      new World(
          scheduler,
          Choices.calm(1),
          model,
          new Node.Settings(BATCH, 1, 12, Duration.ZERO, Node.Settings.retries(RETRY_DELAY)));
  private final Operator operator = new Operator(scheduler, world);

  static Stream<Arguments> misbehaviours() {
    return Stream.of(
        Arguments.of(
            "refuses it", thrown(ErrorCode.INVALID_ARGUMENT), ErrorCode.INVALID_ARGUMENT, AT_ONCE),
        Arguments.of(
            "says that others are in the way",
            thrown(ErrorCode.CONCURRENT_CHANGE),
            ErrorCode.CONCURRENT_CHANGE,
            AT_ONCE),
        Arguments.of(
            "says that it is too long",
            thrown(ErrorCode.EMBEDDING_INPUT_TOO_LONG),
            ErrorCode.EMBEDDING_INPUT_TOO_LONG,
            AFTER_ITS_RETRIES),
        Arguments.of(
            "fails for a reason that may pass",
            thrown(ErrorCode.EMBEDDING_UNAVAILABLE),
            ErrorCode.EMBEDDING_UNAVAILABLE,
            AFTER_ALL_ROUNDS),
        internal("throws what nobody expects", thrown(new IllegalStateException("Oops"))),
        internal("runs out of stack", thrown(new StackOverflowError())),
        internal("runs out of memory", thrown(new OutOfMemoryError("Java heap space"))),
        internal("lacks a class", thrown(new NoClassDefFoundError("ai/onnxruntime/OrtSession"))),
        internal("gives nothing back", right -> null),
        internal("gives no vector back", right -> List.of()),
        internal("gives a vector too few", right -> right.subList(1, right.size())),
        internal("gives a vector too many", right -> concat(right, right.get(0))),
        internal("gives null for a vector", right -> filled(right, null)),
        internal("gives vectors of another dimension", right -> filled(right, new float[] {1})),
        internal("gives empty vectors", right -> filled(right, new float[0])),
        internal("gives no numbers", right -> filled(right, vector(Float.NaN))),
        internal("gives infinite numbers", right -> filled(right, vector(Float.NEGATIVE_INFINITY))),
        internal("gives nothing but zeros", right -> filled(right, vector(0))),
        internal("gives vectors that are not of unit length", right -> filled(right, vector(1))));
  }

  private static Arguments internal(String what, UnaryOperator<List<float[]>> answer) {
    return Arguments.of(what, answer, ErrorCode.INTERNAL_ERROR, AFTER_ITS_RETRIES);
  }

  @ParameterizedTest(name = "a model that {0}")
  @MethodSource("misbehaviours")
  void costsOneLetterWithItsReason(
      String what, UnaryOperator<List<float[]>> answer, ErrorCode code, int attempts) {
    write("a.md", "good", "good");
    write("b.md", "good", GARBAGE, "good");
    write("c/d.md", "good");
    model.misbehaves(text -> text.contains(GARBAGE), answer);

    IngestionState state = ingest();

    assertThat(state.status()).isEqualTo(JobStatus.COMPLETED);
    assertThat(state.documents().indexed()).isEqualTo(2);
    assertThat(state.documents().failed()).isEqualTo(1);
    assertThat(state.chunks().dead()).isEqualTo(1);
    assertThat(world.found()).containsOnlyKeys("a.md", "c/d.md");
    assertThat(model.letters())
        .singleElement()
        .satisfies(
            letter -> {
              assertThat(letter.document().path()).isEqualTo("b.md");
              assertThat(letter.ordinal()).isEqualTo(1);
              assertThat(letter.stage()).isEqualTo(DeadLetters.Stage.EMBED);
              assertThat(letter.code()).isEqualTo(code);
              assertThat(letter.attempts()).isEqualTo(attempts);
            });
  }

  @ParameterizedTest(name = "a model that {0}")
  @MethodSource("misbehaviours")
  void costsNothingIfItWasOnlyOnce(
      String what, UnaryOperator<List<float[]>> answer, ErrorCode code, int attempts) {
    write("a.md", "good", "good");
    write("b.md", "good", GARBAGE, "good");
    model.misbehaves(text -> text.contains(GARBAGE) && model.misbehaved == 0, answer);

    IngestionState state = ingest();

    assertThat(state.status()).isEqualTo(JobStatus.COMPLETED);
    assertThat(state.documents().indexed()).isEqualTo(2);
    assertThat(model.letters()).isEmpty();
    assertThat(model.misbehaved).isEqualTo(1);
  }

  @ParameterizedTest(name = "a model that {0}")
  @MethodSource("misbehaviours")
  void failsNoJobAlthoughItTakesNoTextAtAll(
      String what, UnaryOperator<List<float[]>> answer, ErrorCode code, int attempts) {
    write("a.md", "one", "two");
    write("b.md", "three");
    model.misbehaves(text -> !text.equals(PROBE), answer);

    IngestionState state = ingest();

    assertThat(state.status()).isEqualTo(JobStatus.COMPLETED);
    assertThat(state.documents().failed()).isEqualTo(2);
    assertThat(model.letters()).hasSize(3).extracting(Letter::code).containsOnly(code);

    model.misbehaves(text -> false, answer);
    IngestionState again = ingest(); // tries what may have passed once more
    boolean mayPass = code != ErrorCode.INVALID_ARGUMENT && code != ErrorCode.CONCURRENT_CHANGE;
    assertThat(again.documents().indexed()).isEqualTo(mayPass ? 2 : 0);
  }

  /** Only what passes by itself is waited for: an answer, be it an error, ends the wait. */
  @ParameterizedTest(name = "a model that {0}")
  @MethodSource("misbehaviours")
  void whatAProbeIsAnsweredWithStopsNoThread(
      String what, UnaryOperator<List<float[]>> answer, ErrorCode code, int attempts) {
    write("a.md", "good", GARBAGE);
    model.alsoFails(text -> text.contains(GARBAGE), ErrorCode.EMBEDDING_UNAVAILABLE);
    int[] probes = new int[1];
    model.misbehaves(text -> text.equals(PROBE) && probes[0]++ < 3, answer);

    IngestionState state = ingest();

    assertThat(state.status()).isEqualTo(JobStatus.COMPLETED);
    assertThat(state.chunks().dead()).isEqualTo(1);
    assertThat(state.chunks().indexed()).isEqualTo(1);
    assertThat(probes[0]).isPositive();
  }

  @Test
  void aModelThatCannotRunHereFailsTheJobAtOnceAndNoText() {
    write("a.md", "one", "two");
    write("b.md", "three");
    model.misbehaves(text -> true, thrown(ErrorCode.EMBEDDING_UNUSABLE));

    IngestionState failed = ingest();

    assertThat(failed.status()).isEqualTo(JobStatus.FAILED);
    assertThat(failed.error().code()).isEqualTo(ErrorCode.EMBEDDING_UNUSABLE);
    assertThat(model.letters()).isEmpty();

    model.misbehaves(text -> false, right -> right);
    assertThat(ingest().status()).isEqualTo(JobStatus.COMPLETED);
    assertThat(world.found()).containsOnlyKeys("a.md", "b.md");
  }

  @Test
  void aCallThatHangsIsInterruptedWhenItsJobIsPausedAndMadeAgainAfterwards() {
    write("a.md", "good");
    write("b.md", GARBAGE);
    model.hangsAt(GARBAGE);
    assertThat(operator.running()).isTrue();
    Node node = operator.node();
    operator.later("pause", A_WHILE, () -> node.ingestion().pause(Schedule.KB));
    long begun = scheduler.nanoTime();

    IngestionState paused = ingest();

    assertThat(paused.status()).isEqualTo(JobStatus.PAUSED);
    assertThat(Duration.ofNanos(scheduler.nanoTime() - begun))
        .isBetween(A_WHILE, A_WHILE.plus(JOIN_TIMEOUT).plusSeconds(1));
    assertThat(model.letters()).isEmpty();

    model.hangsAt("nothing");
    IngestionState resumed = ingest();

    assertThat(resumed.status()).isEqualTo(JobStatus.COMPLETED);
    assertThat(world.found()).containsOnlyKeys("a.md", "b.md");
    assertThat(model.letters()).isEmpty();
  }

  /** A line makes a chunk. */
  private void write(String path, String... lines) {
    List<String> text = new ArrayList<>();
    for (int line = 0; line < lines.length; line++) {
      text.add(
          "This is line %d of %s, it stands for one chunk and is %s"
              .formatted(line, path, lines[line]));
    }
    world.put(path, String.join("\n", text).getBytes(StandardCharsets.UTF_8));
  }

  private IngestionState ingest() {
    assertThat(operator.running()).isTrue();
    return operator.command().orElseThrow();
  }

  private static UnaryOperator<List<float[]>> thrown(ErrorCode code) {
    return thrown(new IngestionException(code, "This text is not taken"));
  }

  private static <E extends Throwable> UnaryOperator<List<float[]>> thrown(E throwable) {
    return right -> {
      if (throwable instanceof Error error) {
        throw error;
      }
      throw (RuntimeException) throwable;
    };
  }

  private static List<float[]> concat(List<float[]> vectors, float[] another) {
    List<float[]> all = new ArrayList<>(vectors);
    all.add(another);
    return all;
  }

  private static List<float[]> filled(List<float[]> right, float[] vector) {
    return new ArrayList<>(Collections.nCopies(right.size(), vector));
  }

  private static float[] vector(float value) {
    return new float[] {value, value, value, value};
  }

  /** Stands between the engine and its model, and answers in its place. */
  private final class Misbehaving implements Defect {
    private Predicate<String> when = text -> false;
    private UnaryOperator<List<float[]>> answer = right -> right;
    private Predicate<String> alsoFails = text -> false;
    private ErrorCode code = ErrorCode.INTERNAL_ERROR;
    private String hangsAt = "nothing";
    private DeadLetters letters;
    private int misbehaved;

    void misbehaves(Predicate<String> condition, UnaryOperator<List<float[]>> result) {
      when = condition;
      answer = result;
    }

    void alsoFails(Predicate<String> condition, ErrorCode error) {
      alsoFails = condition;
      code = error;
    }

    void hangsAt(String text) {
      hangsAt = text;
    }

    List<Letter> letters() {
      return letters.page(Schedule.KB, Selection.ALL, 0, 100);
    }

    @Override
    public Between in(Scene process) {
      letters = process.ports().stores().letters();
      return (point, arguments, port) ->
          point.equals("EmbeddingModel.embed")
              ? embed(texts(arguments), port, arguments)
              : port.with(arguments);
    }

    private Object embed(List<String> texts, Between.Call port, Object[] arguments)
        throws Throwable {
      if (texts.stream().anyMatch(text -> text.contains(hangsAt))) {
        Thread thread = Thread.currentThread();
        scheduler.await("hangs", thread::isInterrupted, Task.NEVER);
        throw new IngestionException(ErrorCode.EMBEDDING_UNAVAILABLE, "Interrupted");
      }
      if (texts.stream().anyMatch(alsoFails)) {
        throw new IngestionException(code, "This text is not taken");
      }
      if (texts.stream().anyMatch(when)) {
        misbehaved++;
        return answer.apply(new HashingEmbeddingModel(4, 64).embed(texts));
      }
      return port.with(arguments);
    }

    @SuppressWarnings("unchecked") // what a port is called with
    private List<String> texts(Object[] arguments) {
      return (List<String>) arguments[0];
    }
  }
}
