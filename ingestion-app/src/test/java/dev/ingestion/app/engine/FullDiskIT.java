package dev.ingestion.app.engine;

import static dev.ingestion.app.engine.Workbench.KB;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.job.IngestionState;
import dev.ingestion.domain.job.JobStatus;
import dev.ingestion.ports.out.DataRoot;
import dev.ingestion.testkit.HashingEmbeddingModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Lets the disk run full at one write after another of database, index and snapshots. {@code
 * -Ddisk.trials} says at how many, spread over the whole run; {@code -Ddisk.seed} at which.
 */
class FullDiskIT {
  /** How long the disk stays full, unless the job gives up before. */
  private static final Duration FULL = Duration.ofSeconds(20);

  private static final ErrorCode UNAVAILABLE = ErrorCode.STORAGE_UNAVAILABLE;

  /** The first writes of a start, each of which is tried: with few of them a file can be opened. */
  private static final int EACH = 20;

  private static final Duration LONGEST = Duration.ofMinutes(5);

  @TempDir Path temp;
  private final LimitedDisk disk = new LimitedDisk();
  private Path docs;
  private Set<String> expected;
  private long steps;

  @BeforeEach
  void ingestOnADiskWithSpace() throws IOException {
    docs = Files.createDirectory(temp.resolve("docs"));
    for (int i = 0; i < 6; i++) {
      Files.writeString(
          docs.resolve(i + ".txt"), "There is a page on number %d. ".formatted(i).repeat(20));
    }
    Path data = temp.resolve("undisturbed");
    disk.limit(Long.MAX_VALUE);
    try (Workbench bench = open(data)) {
      assertThat(bench.ingest(docs).status()).isEqualTo(JobStatus.COMPLETED);
      steps = disk.steps();
      expected = bench.content();
    }
    assertThat(disk.met()).contains("DatabaseFile.write:before", "DatabaseFile.sync:before");
  }

  @AfterEach
  void takeAwayTheDisk() {
    disk.close();
  }

  @Test
  void whereverTheDiskRunsFullTheSameCommandFinishesOnceThereIsSpace() {
    long seed = Long.getLong("disk.seed", System.nanoTime());
    int trials = trials();
    Random random = new Random(seed);
    for (int i = 0; i < trials; i++) {
      long space = (long) ((i + random.nextDouble()) * steps / trials);
      try {
        runFull(temp.resolve("trial-" + i), space, i % 2 == 0);
      } catch (InterruptedException | RuntimeException | AssertionError e) {
        throw new AssertionError("With space for %d steps, seed %d".formatted(space, seed), e);
      }
    }
    System.out.println("full disk: " + trials + " of " + steps + " writes");
  }

  @Test
  void whereverTheFirstStartFindsNoSpaceTheNextOneOfTheProcessIsWhole() {
    disk.limit(Long.MAX_VALUE);
    open(temp.resolve("with-space")).close();
    long writes = disk.steps();
    long apart = Math.max(1, writes / trials());
    int refused = 0;
    for (long space = 0; space < writes; space += space < EACH ? 1 : apart) {
      Path data = temp.resolve("start-" + space);
      disk.limit(space);
      try {
        open(data).close();
      } catch (IngestionException e) {
        assertThat(e.code()).as("space for %d steps: %s", space, e).isEqualTo(UNAVAILABLE);
        refused++;
      }
      disk.giveSpace();
      try (Workbench bench = open(data)) {
        assertThat(bench.knowledgeBases().list()).as("space for %d steps", space).isEmpty();
      }
    }
    assertThat(refused).isPositive();
    System.out.println("full disk at a first start: refused " + refused + " of " + writes);
  }

  private static int trials() {
    return Integer.getInteger("disk.trials", 4);
  }

  private void runFull(Path data, long space, boolean sameProcess) throws InterruptedException {
    disk.limit(space);
    try (Workbench bench = open(data)) {
      boolean begun = attempt(bench);
      disk.giveSpace();
      if (sameProcess) {
        if (begun) {
          Awaitility.await("what still waits for the disk goes on by itself")
              .atMost(LONGEST)
              .until(() -> isAtRest(bench));
        }
        finish(bench);
      }
    } catch (IngestionException e) {
      assertThat(e.code()).as(e.toString()).isEqualTo(UNAVAILABLE);
    } finally {
      disk.giveSpace();
    }
    try (Workbench bench = open(data)) {
      finish(bench);
    }
  }

  /**
   * @return whether the job was begun
   */
  private boolean attempt(Workbench bench) throws InterruptedException {
    boolean begun = false;
    try {
      bench.ingestion().start(Workbench.start(docs));
      begun = true;
      IngestionState state = bench.ingestion().await(KB, FULL);
      assertThat(state.documents().failed()).isZero();
      if (state.status() == JobStatus.FAILED) {
        assertThat(state.error().code()).isEqualTo(UNAVAILABLE);
      }
    } catch (IngestionException e) {
      assertThat(e.code()).as(e.toString()).isEqualTo(UNAVAILABLE);
    }
    return begun;
  }

  private static boolean isAtRest(Workbench bench) {
    JobStatus status = bench.ingestion().status(KB).orElseThrow().status();
    return status != JobStatus.PENDING && status != JobStatus.RUNNING;
  }

  private void finish(Workbench bench) {
    IngestionState state = bench.ingest(docs);
    assertThat(state.status()).as("%s", state.error()).isEqualTo(JobStatus.COMPLETED);
    assertThat(bench.content()).isEqualTo(expected);
    assertThat(bench.verify().clean()).isTrue();
  }

  private Workbench open(Path data) {
    return Workbench.open(
        data,
        new HashingEmbeddingModel(),
        disk.holding(new DataRoot(data)),
        KilledMain.SMALL_STEPS);
  }
}
