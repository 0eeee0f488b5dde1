package dev.ingestion.workers.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.job.JobStatus;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What becomes of the claims that a consumer took at once, if one of them takes longer. */
class SeveralClaimsTest {
  private static final int CHUNKS = 40;
  private static final int SLOW_CALLS = 3;
  private static final Duration SLOW = Duration.ofSeconds(1);
  private static final Duration LEFT_ALONE = Duration.ofMinutes(5);

  private final Choices choices = Choices.calm(1);
  private final Scheduler scheduler = new Scheduler(choices);
  private final Model model = new Model();
  private final World world =
      new World(
          scheduler,
          choices,
          model,
          new Node.Settings(
              1, 1, CHUNKS, Duration.ZERO, Node.Settings.retries(Duration.ofMillis(100))));
  private final Operator operator = new Operator(scheduler, world);

  SeveralClaimsTest() {
    String text =
        IntStream.range(0, CHUNKS)
            .mapToObj(
                "This is line %d of a.md, and it stands for one chunk as all lines do"::formatted)
            .collect(Collectors.joining("\n"));
    world.put("a.md", text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void aClaimThatTakesLongerHasTheRestOfThemGivenBack() {
    model.slow = true;

    complete();

    assertThat(model.mostAtOnce).isGreaterThan(3);
    assertThat(model.heldWhileSlow).isNotEmpty().allMatch(held -> held <= 1);
    assertThat(model.givenBack)
        .as("all that are left, at once")
        .hasSizeBetween(1, SLOW_CALLS)
        .allMatch(claims -> claims > 1);
  }

  @Test
  void aModelThatAsksToBeLeftAloneIsAskedForNoneOfThem() {
    model.away = true;

    complete();

    assertThat(model.mostAtOnce).isGreaterThan(3);
    assertThat(model.askedWhileAway).isZero();
  }

  private void complete() {
    assertThat(operator.running()).isTrue();
    assertThat(operator.command().orElseThrow().status()).isEqualTo(JobStatus.COMPLETED);
  }

  /** Fast, until the first claim of several has been worked on. */
  private final class Model implements Defect {
    private boolean slow;
    private boolean away;
    private int mostAtOnce;
    private int held;
    private long leftAloneUntil;
    private boolean several;
    private int askedWhileAway;
    private int slowCalls;
    private final List<Integer> heldWhileSlow = new ArrayList<>();
    private final List<Integer> givenBack = new ArrayList<>();

    @Override
    public Between in(Scene process) {
      return (point, arguments, port) -> {
        switch (point) {
          case "WorkQueue.claim" -> {
            List<?> claims = (List<?>) port.with(arguments);
            several |= claims.size() > 3;
            mostAtOnce = Math.max(mostAtOnce, claims.size());
            held = claims.size();
            return claims;
          }
          case "WorkQueue.release" -> {
            int released = ((Collection<?>) arguments[0]).size();
            held -= released;
            if (slowCalls <= SLOW_CALLS) { // what is given back later was taken at a faster pace
              givenBack.add(released);
            }
          }
          case "EmbeddingModel.embed" -> {
            embed();
            held--;
          }
          default -> {}
        }
        return port.with(arguments);
      };
    }

    private void embed() {
      if (!several) {
        return;
      }
      if (slow && slowCalls++ < SLOW_CALLS) {
        if (slowCalls > 1) {
          heldWhileSlow.add(held);
        }
        scheduler.await("is slow", () -> false, scheduler.nanoTime() + SLOW.toNanos());
      }
      if (away) {
        if (leftAloneUntil == 0) {
          leftAloneUntil = scheduler.nanoTime() + LEFT_ALONE.toNanos();
          throw new IngestionException(
              ErrorCode.EMBEDDING_UNAVAILABLE, "Leave me alone", null, LEFT_ALONE);
        }
        askedWhileAway += scheduler.nanoTime() < leftAloneUntil ? 1 : 0;
      }
    }
  }
}
