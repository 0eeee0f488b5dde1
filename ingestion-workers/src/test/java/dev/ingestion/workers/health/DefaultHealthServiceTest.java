package dev.ingestion.workers.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.ports.in.HealthService.Check;
import dev.ingestion.ports.in.HealthService.Readiness;
import dev.ingestion.ports.out.HealthCheck;
import dev.ingestion.workers.runtime.MachineThreads;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DefaultHealthServiceTest {
  private final CountDownLatch end = new CountDownLatch(1);

  @AfterEach
  void release() {
    end.countDown();
  }

  @Test
  void aProcessThatPassesAllItsChecksIsReady() {
    Readiness readiness = health(check("b", Optional::empty), check("a", Optional::empty));

    assertThat(readiness)
        .isEqualTo(
            new Readiness(true, List.of(new Check("a", true, null), new Check("b", true, null))));
  }

  @Test
  void oneThatFailsOneIsNotAndSaysWhy() {
    Readiness readiness =
        health(check("database", Optional::empty), check("disk", () -> Optional.of("it is full")));

    assertThat(readiness.ready()).isFalse();
    assertThat(readiness.checks())
        .containsExactly(new Check("database", true, null), new Check("disk", false, "it is full"));
  }

  @Test
  void aCheckThatThrowsIsNotPassedWithTheReasonItGives() {
    Readiness readiness =
        health(
            check(
                "database",
                () -> {
                  throw new IngestionException(ErrorCode.STORAGE_UNAVAILABLE, "it is away");
                }),
            check(
                "index",
                () -> {
                  throw new IllegalStateException("a defect");
                }));

    assertThat(readiness.ready()).isFalse();
    assertThat(readiness.checks().get(0).reason()).isEqualTo("it is away");
    assertThat(readiness.checks().get(1).reason()).contains("a defect");
  }

  @Test
  void aCheckThatHangsIsGivenUpAndKeptFromBeingBegunAgain() {
    AtomicInteger begun = new AtomicInteger();
    DefaultHealthService service =
        new DefaultHealthService(
            Set.of(
                check(
                    "database",
                    () -> {
                      begun.incrementAndGet();
                      awaitEnd();
                      return Optional.empty();
                    }),
                check("disk", Optional::empty)),
            new MachineThreads());

    long start = System.nanoTime();
    Readiness first = service.readiness();
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    service.readiness(); // kept
    Readiness later = after(service);

    assertThat(took).isLessThan(DefaultHealthService.PATIENCE.multipliedBy(5));
    assertThat(first.checks().get(0).reason()).contains("has not answered in 2.0 s");
    assertThat(first.checks().get(1).passed()).isTrue();
    assertThat(later.ready()).isFalse();
    assertThat(begun).hasValue(1);
  }

  /** The answer that comes when none is kept any more. */
  private static Readiness after(DefaultHealthService service) {
    Readiness kept = service.readiness();
    return await().until(service::readiness, answer -> answer != kept);
  }

  private void awaitEnd() {
    try {
      end.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Readiness health(HealthCheck... checks) {
    return new DefaultHealthService(Set.of(checks), new MachineThreads()).readiness();
  }

  private static HealthCheck check(String name, Supplier<Optional<String>> problem) {
    return new HealthCheck() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public Optional<String> problem() {
        return problem.get();
      }
    };
  }
}
