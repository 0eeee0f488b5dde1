package dev.ingestion.app.engine;

import static dev.ingestion.app.engine.Workbench.KB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.ingestion.app.engine.Workbench.Between;
import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.SourceName;
import dev.ingestion.domain.job.JobStatus;
import dev.ingestion.ports.in.SearchService.Mode;
import dev.ingestion.ports.in.VerificationService.Finding;
import dev.ingestion.ports.in.VerificationService.Kind;
import dev.ingestion.ports.in.VerificationService.Report;
import dev.ingestion.ports.out.DocumentLedger;
import dev.ingestion.testkit.HashingEmbeddingModel;
import dev.ingestion.testkit.WatchedPort;
import dev.ingestion.testkit.WatchedPort.Watcher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damage done to an index behind the platform's back is named exactly, and can be mended. */
class DamageIT {
  @TempDir Path temp;
  private Path folder;

  @BeforeEach
  void ingestThreeDocuments() throws IOException {
    folder = Files.createDirectory(temp.resolve("docs"));
    for (String name : new String[] {"apples", "pears", "plums"}) {
      Files.writeString(folder.resolve(name + ".txt"), "All there is to say about " + name + ".");
    }
    try (Workbench bench = open()) {
      bench.ingest(folder);
      assertThat(bench.verify().clean()).isTrue();
    }
  }

  @Test
  void verifyNamesWhatIsMissingOrphanedAndStale() throws IOException {
    String missing = chunkOf("apples.txt");
    String stale = chunkOf("pears.txt");
    try (RawIndex index = RawIndex.open(data())) {
      index.delete(missing);
      index.falsify(stale, "Lies about pears.");
      index.intrude("c0ffee", "4711");
    }

    try (Workbench bench = open()) {
      Report report = bench.verify();

      assertThat(report.documents()).isEqualTo(3);
      assertThat(report.chunks()).isEqualTo(3);
      assertThat(report.condition()).isEmpty();
      assertThat(report.details())
          .containsExactlyInAnyOrder(
              new Finding(Kind.MISSING, SourceName.DEFAULT.value(), "apples.txt", missing),
              new Finding(Kind.STALE, SourceName.DEFAULT.value(), "pears.txt", stale),
              new Finding(Kind.ORPHANED, "elsewhere", "intruder.txt", "c0ffee"));
      assertThat(report.missing()).isEqualTo(1);
      assertThat(report.stale()).isEqualTo(1);
      assertThat(report.orphaned()).isEqualTo(1);
    }
  }

  @Test
  void anEntryThatNoSearchCanFindIsStaleAndIsMended() throws IOException {
    String hollow = chunkOf("pears.txt");
    try (RawIndex index = RawIndex.open(data())) {
      index.hollow(hollow);
    }

    try (Workbench bench = open()) {
      assertThat(bench.verify().details())
          .containsExactly(
              new Finding(Kind.STALE, SourceName.DEFAULT.value(), "pears.txt", hollow));

      bench.repair();

      assertThat(bench.verify().clean()).isTrue();
      assertThat(bench.search().search(KB, "pears", 1, Mode.TEXT).hits())
          .singleElement()
          .satisfies(hit -> assertThat(hit.document()).isEqualTo("pears.txt"));
    }
  }

  @Test
  void aChunkThatIsThereTwiceIsOneTooMany() throws IOException {
    String doubled = chunkOf("plums.txt");
    try (RawIndex index = RawIndex.open(data())) {
      index.repeat(doubled);
    }

    try (Workbench bench = open()) {
      assertThat(bench.verify().details())
          .containsExactly(
              new Finding(Kind.ORPHANED, SourceName.DEFAULT.value(), "plums.txt", doubled));
    }
  }

  /** What a job has not committed yet looks like damage, so that nothing is said of either. */
  @Test
  void damageIsNotToldFromTheWorkOfAJobThatRuns() throws Exception {
    String missing = chunkOf("apples.txt");
    try (RawIndex index = RawIndex.open(data())) {
      index.delete(missing);
    }
    Files.writeString(folder.resolve("quinces.txt"), "All there is to say about quinces.");
    Gate gate = Gate.closed();
    try (Workbench bench = Workbench.open(data(), gate, Between.NOTHING)) {
      bench.ingestion().start(Workbench.start(folder));
      gate.awaitCall();

      assertThatThrownBy(bench::verify)
          .asInstanceOf(type(IngestionException.class))
          .returns(ErrorCode.JOB_ACTIVE, IngestionException::code);

      gate.letAllThrough();
      bench.ingestion().await(KB, Duration.ofMinutes(1));
      assertThat(bench.verify().details())
          .containsExactly(
              new Finding(Kind.MISSING, SourceName.DEFAULT.value(), "apples.txt", missing));
    }
  }

  @Test
  void aJobThatWasResumedMeanwhileCountsAsOneThatRuns() throws Exception {
    Files.writeString(folder.resolve("quinces.txt"), "All there is to say about quinces.");
    Gate gate = Gate.closed();
    try (Workbench bench = Workbench.open(data(), gate, Between.NOTHING)) {
      bench.ingestion().start(Workbench.start(folder));
      gate.awaitCall();
      bench.ingestion().pause(KB);
      gate.letAllThrough();
      assertThat(bench.ingestion().await(KB, Duration.ofMinutes(1)).status())
          .isEqualTo(JobStatus.PAUSED);
    }
    Files.writeString(folder.resolve("medlars.txt"), "All there is to say about medlars.");
    Resuming resuming = new Resuming();
    try (Workbench bench = Workbench.open(data(), new HashingEmbeddingModel(), resuming)) {
      resuming.action = () -> bench.ingest(folder);

      assertThatThrownBy(bench::verify)
          .asInstanceOf(type(IngestionException.class))
          .returns(ErrorCode.JOB_ACTIVE, IngestionException::code);

      assertThat(bench.verify().clean()).isTrue();
    }
  }

  /** Does something once, after a verification has opened the index and before it reads on. */
  private static final class Resuming implements Between, Watcher {
    @Nullable Runnable action;

    @Override
    public <T> T port(Class<T> type, T real) {
      return type == DocumentLedger.class ? WatchedPort.of(type, real, this) : real;
    }

    @Override
    public void before(String point, Object[] arguments) {
      Runnable now = action;
      if (now != null && point.equals("DocumentLedger.livePage")) {
        action = null;
        now.run();
      }
    }

    @Override
    public void after(String point, Object[] arguments, Object result) {}
  }

  private Path data() {
    return temp.resolve("data");
  }

  private Workbench open() {
    return Workbench.open(data(), new HashingEmbeddingModel(), Between.NOTHING);
  }

  private String chunkOf(String document) {
    try (Workbench bench = open()) {
      Set<String> content = bench.content();
      return content.stream()
          .map(line -> line.split("\\|", 5))
          .filter(parts -> parts[1].equals(document))
          .map(parts -> parts[3])
          .findFirst()
          .orElseThrow();
    }
  }
}
