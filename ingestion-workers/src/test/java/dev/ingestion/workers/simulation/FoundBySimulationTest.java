package dev.ingestion.workers.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.job.IngestionState;
import dev.ingestion.domain.job.JobStatus;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What the simulation has found wrong, each as a scene of its own in an otherwise calm world. */
class FoundBySimulationTest {
  private static final byte[] CONTENT = "one line".getBytes(StandardCharsets.UTF_8);
  private static final byte[] OTHER = "another line".getBytes(StandardCharsets.UTF_8);

  private static final Node.Settings SETTINGS =
      new Node.Settings(4, 2, 12, Duration.ZERO, Node.Settings.retries(Duration.ofMillis(100)));

  private final Choices choices = Choices.calm(1);
  private final Scheduler scheduler = new Scheduler(choices);

  /**
   * A writer that could not write stays ended, and the open index was kept for the life of the
   * process: every later job failed with STORAGE_UNAVAILABLE until a restart.
   */
  @Test
  void anIndexWhoseWriterHasEndedIsOpenedAgainByTheNextJob() {
    World world = new World(scheduler, choices, Defect.NONE, SETTINGS);
    Operator operator = new Operator(scheduler, world);
    world.put("a.md", CONTENT);
    ingest(operator);
    world.put("a.md", OTHER);
    world.endWriter();

    IngestionState state = ingest(operator);

    assertThat(state.status()).isEqualTo(JobStatus.COMPLETED);
    assertThat(world.found()).isEqualTo(world.truth().expected(world.found()));
  }

  /**
   * A consumer that lost its claim staged its chunks after the last sweep, and what it staged was
   * flushed before it was refused: {@code verify} finds orphans in a knowledge base that is
   * completed, until the next job sweeps them.
   */
  @Test
  void aConsumerThatLostItsClaimLeavesNothingInACompletedIndex() {
    FrozenConsumer frozen = new FrozenConsumer();
    World world = new World(scheduler, choices, frozen, SETTINGS);
    Operator operator = new Operator(scheduler, world);
    world.put("a.md", CONTENT);

    IngestionState state = ingest(operator);

    assertThat(frozen.happened).isTrue();
    assertThat(state.status()).isEqualTo(JobStatus.COMPLETED);
    Node node = operator.node();
    operator.onThreadOf(
        node,
        "verify",
        () -> assertThat(node.verification().verify(Schedule.KB).orphaned()).isZero());
  }

  /**
   * A cancel that could not be shown in the index stayed undone for the life of the process: the
   * job was to be cancelled, no thread worked on it, and every command was refused.
   */
  @Test
  void aJobAtRestIsCancelledAlthoughItsIndexCannotBeWritten() {
    UpsertsFail disk = new UpsertsFail();
    World world = new World(scheduler, choices, disk, SETTINGS);
    Operator operator = new Operator(scheduler, world);
    world.put("a.md", CONTENT);
    assertThat(ingest(operator).status()).isEqualTo(JobStatus.FAILED);
    disk.full = false;
    world.endWriter();
    Node node = operator.node();

    boolean done = operator.onThreadOf(node, "cancel", () -> node.ingestion().cancel(Schedule.KB));

    assertThat(done).isTrue();
    assertThat(ingest(operator).status()).isEqualTo(JobStatus.COMPLETED);
    assertThat(world.found()).isEqualTo(world.truth().expected(world.found()));
  }

  /**
   * Documents whose contents the ledger had to forget, below a folder that cannot be listed, were
   * neither indexed nor failed, and the job called that a defect of its own.
   */
  @Test
  void documentsBelowALockedFolderFailWithItsReasonAfterTheirIndexWasLost() {
    World world = new World(scheduler, choices, Defect.NONE, SETTINGS);
    Operator operator = new Operator(scheduler, world);
    world.put("a.md", CONTENT);
    world.put("c/d.md", OTHER);
    ingest(operator);
    operator.close();
    world.loseIndex();
    world.lockFolders(true);

    IngestionState state = ingest(operator);

    assertThat(state.status()).isEqualTo(JobStatus.COMPLETED);
    assertThat(state.documents().failed()).isPositive();

    world.lockFolders(false);

    assertThat(ingest(operator).status()).isEqualTo(JobStatus.COMPLETED);
    assertThat(world.found()).isEqualTo(world.truth().expected(world.found()));
  }

  /**
   * A command was refused, since the jobs could not be looked at, and its job was run by the next
   * look all the same.
   */
  @Test
  void aJobWhoseCommandWasRefusedIsNotRunLater() {
    LaterLook looks = new LaterLook();
    Duration delay = Duration.ofMinutes(10);
    World world =
        new World(
            scheduler,
            choices,
            looks,
            new Node.Settings(4, 2, 12, Duration.ZERO, Node.Settings.retries(delay)));
    Operator operator = new Operator(scheduler, world);
    world.put("a.md", CONTENT);
    assertThat(operator.running()).isTrue();
    Node node = operator.node();
    operator.later("pause", Duration.ofSeconds(5), () -> node.ingestion().pause(Schedule.KB));
    assertThat(ingest(operator).status()).isEqualTo(JobStatus.PAUSED);
    looks.fail = true;
    assertThat(operator.command()).isEmpty();
    looks.fail = false;

    scheduler.await("a while", () -> false, scheduler.nanoTime() + delay.toNanos());

    operator.onThreadOf(
        node,
        "status",
        () ->
            assertThat(node.ingestion().status(Schedule.KB).orElseThrow().status())
                .isEqualTo(JobStatus.RUNNING));
    assertThat(ingest(operator).status()).isEqualTo(JobStatus.COMPLETED);
  }

  private static IngestionState ingest(Operator operator) {
    assertThat(operator.running()).isTrue();
    return operator.command().orElseThrow();
  }

  /**
   * The first upsert fails, so that the jobs are looked at once more after a while; and, if it is
   * asked for, so does every look at all of them.
   */
  private static final class LaterLook implements Defect {
    private boolean happened;
    private boolean fail;

    @Override
    public Between in(Scene process) {
      return (point, arguments, port) -> {
        boolean first = point.equals("ChunkIndex.upsert") && !happened;
        boolean look = point.equals("JobRepository.active") && arguments.length == 0;
        if (first || (look && fail)) {
          happened = true;
          throw new IngestionException(ErrorCode.STORAGE_UNAVAILABLE, point + " is away");
        }
        return port.with(arguments);
      };
    }
  }

  private static final class UpsertsFail implements Defect {
    private boolean full = true;

    @Override
    public Between in(Scene process) {
      return (point, arguments, port) -> {
        if (point.equals("ChunkIndex.upsert") && full) {
          throw new IngestionException(ErrorCode.STORAGE_UNAVAILABLE, "The disk is full");
        }
        return port.with(arguments);
      };
    }
  }

  /** Freezes the first consumer that has embedded, and what extends claims, beyond the lease. */
  private static final class FrozenConsumer implements Defect {
    private boolean happened;

    @Override
    public Between in(Scene process) {
      return (point, arguments, port) -> {
        if (point.equals("ChunkIndex.upsert") && !happened) {
          happened = true;
          Scheduler scheduler = process.scheduler();
          Task consumer = scheduler.running();
          for (Task task : scheduler.of(consumer.life)) {
            if (task == consumer || task.name.equals("claims")) {
              task.frozenUntil = scheduler.nanoTime() + Node.LEASE.multipliedBy(3).toNanos();
            }
          }
          scheduler.step("frozen");
        }
        return port.with(arguments);
      };
    }
  }
}
