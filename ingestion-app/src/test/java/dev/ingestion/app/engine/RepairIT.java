package dev.ingestion.app.engine;

import static dev.ingestion.app.engine.Workbench.KB;
import static dev.ingestion.app.engine.Workbench.start;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingestion.app.engine.Workbench.Between;
import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.SourceName;
import dev.ingestion.domain.job.IngestionState;
import dev.ingestion.domain.job.JobStatus;
import dev.ingestion.ports.in.RepairService.RepairReport;
import dev.ingestion.ports.in.RepairService.Unmendable;
import dev.ingestion.ports.in.SearchService.Mode;
import dev.ingestion.ports.in.VerificationService.Report;
import dev.ingestion.ports.out.ChunkIndex;
import dev.ingestion.ports.out.EmbeddingModel;
import dev.ingestion.ports.out.IndexMend;
import dev.ingestion.testkit.HashingEmbeddingModel;
import dev.ingestion.testkit.SampleDocument;
import dev.ingestion.testkit.WatchedPort;
import dev.ingestion.testkit.WatchedPort.Watcher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An index that was damaged becomes again what its ledger says, at the price of what was lost. */
class RepairIT {
  private static final SourceName SECOND = new SourceName("second");

  @TempDir Path temp;
  private final HashingEmbeddingModel model = new HashingEmbeddingModel();
  private final AtomicInteger put = new AtomicInteger();
  private Path folder;
  private Path other;
  private Path dataRoot;

  @BeforeEach
  void makeFolders() throws IOException {
    folder = Files.createDirectory(temp.resolve("docs"));
    other = Files.createDirectory(temp.resolve("other"));
    dataRoot = temp.resolve("data");
  }

  @Test
  void aThousandLostAndFiftyForeignEntriesAreMendedToTheEntry() throws IOException {
    for (int i = 0; i < 40; i++) {
      write("d%02d.md".formatted(i), sections(30, "document " + i));
    }
    Set<String> before = ingest();
    assertThat(before).hasSize(1_200);
    try (RawIndex raw = RawIndex.open(dataRoot)) {
      List<String> chunks = raw.chunks();
      Collections.shuffle(chunks, new Random(7));
      String live = raw.generationOf(chunks.get(1_100));
      for (String chunk : chunks.subList(0, 1_000)) {
        raw.delete(chunk);
      }
      for (int i = 0; i < 50; i++) {
        if (i % 10 == 0) {
          raw.intrudeNameless();
        } else {
          raw.intrude("foreign-" + i, i % 10 == 1 ? live : "47" + i);
        }
      }
    }

    try (Workbench bench = open()) {
      long embedded = model.embedded();
      RepairReport report = bench.repair();

      assertThat(report.found())
          .extracting(Report::documents, Report::chunks, Report::missing, Report::orphaned)
          .containsExactly(40L, 1_200L, 1_000L, 50L);
      assertThat(report.mended()).isEqualTo(1_000);
      assertThat(put).hasValue(1_000);
      assertThat(report.removed()).isEqualTo(50);
      assertThat(report.embedded()).isEqualTo(1_000).isEqualTo(model.embedded() - embedded);
      assertThat(report.unmendable()).isZero();
      assertThat(report.clean()).isTrue();
      assertThat(bench.content()).isEqualTo(before);
    }
    assertAllIsWell(before);
  }

  @Test
  void whatIsKnownIsNotEmbedded() throws IOException {
    write("one.md", sections(12, "the very same"));
    write("two.md", sections(12, "the very same"));
    Set<String> before = ingest();
    String lost = chunkOf(before, "two.md");
    try (RawIndex raw = RawIndex.open(dataRoot)) {
      raw.delete(lost);
    }

    try (Workbench bench = open()) {
      RepairReport report = bench.repair();

      assertThat(report.mended()).isEqualTo(1);
      assertThat(report.embedded()).isZero();
      assertThat(report.clean()).isTrue();
      assertThat(bench.search().search(KB, "the very same", 30, Mode.VECTOR).hits()).hasSize(24);
    }
    assertAllIsWell(before);
  }

  @Test
  void aFalsifiedTextIsPutRightAndADoubledEntryBecomesOneThatVectorsFind() throws IOException {
    write("a.txt", "All there is to say about apples.");
    write("b.txt", "All there is to say about pears.");
    Set<String> before = ingest();
    try (RawIndex raw = RawIndex.open(dataRoot)) {
      raw.falsify(chunkOf(before, "a.txt"), "Lies about apples.");
      raw.repeat(chunkOf(before, "b.txt"));
    }

    try (Workbench bench = open()) {
      RepairReport report = bench.repair();

      assertThat(report.found().stale()).isEqualTo(1);
      assertThat(report.found().orphaned()).isEqualTo(1);
      assertThat(report.mended()).isEqualTo(2);
      assertThat(report.removed()).isEqualTo(1);
      assertThat(report.clean()).isTrue();
      assertThat(bench.search().search(KB, "say", 5, Mode.VECTOR).hits()).hasSize(2);
    }
    assertAllIsWell(before);
  }

  @Test
  void aCleanIndexIsLeftAsItIs() throws IOException {
    write("a.txt", "All there is to say about apples.");
    Set<String> before = ingest();
    List<String> files = Trees.names(RawIndex.files(dataRoot));
    try (Workbench bench = open()) {
      RepairReport report = bench.repair();

      assertThat(report.clean()).isTrue();
      assertThat(report.left()).isSameAs(report.found());
      assertThat(report.mended() + report.removed() + report.embedded()).isZero();
    }
    assertThat(Trees.names(RawIndex.files(dataRoot))).isEqualTo(files);
    assertAllIsWell(before);
  }

  @Test
  void theLedgerKnowsTheCommitOfARepairSoThatAnOlderIndexDoesNotPassForIt() throws IOException {
    write("a.txt", "All there is to say about apples.");
    Set<String> before = ingest();
    try (RawIndex raw = RawIndex.open(dataRoot)) {
      raw.delete(chunkOf(before, "a.txt"));
    }
    Path damaged = temp.resolve("damaged");
    Trees.copy(RawIndex.files(dataRoot), damaged);
    try (Workbench bench = open()) {
      assertThat(bench.repair().clean()).isTrue();
    }
    Path files = RawIndex.files(dataRoot);
    Trees.delete(files);
    Trees.copy(damaged, files);

    try (Workbench bench = open()) {
      assertThat(bench.verify().condition()).contains("is older than its ledger");
    }
  }

  @Test
  void aDocumentThatChangedIsNamedAndReadByTheNextIngest() throws IOException {
    write("long.md", sections(12, "quiet"));
    write("gone.md", sections(3, "going"));
    write("good.md", sections(3, "good"));
    Set<String> before = ingest();
    try (RawIndex raw = RawIndex.open(dataRoot)) {
      for (String document : List.of("long.md", "gone.md", "good.md")) {
        raw.delete(chunkOf(before, document));
      }
    }
    touchedWrite("long.md", sections(12, "loud"));
    Files.delete(folder.resolve("gone.md"));

    try (Workbench bench = open()) {
      RepairReport report = bench.repair();

      assertThat(report.clean()).isFalse();
      assertThat(report.mended()).isEqualTo(1);
      assertThat(report.unmendable()).isEqualTo(2);
      assertThat(report.left().missing()).isEqualTo(2);
      assertThat(report.details())
          .extracting(Unmendable::document)
          .containsExactlyInAnyOrder("long.md", "gone.md");
      assertThat(report.details())
          .filteredOn(one -> one.document().equals("long.md"))
          .extracting(Unmendable::reason)
          .containsExactly("Its content has changed since it was indexed");
      assertThat(bench.search().search(KB, "quiet", 30, Mode.TEXT).hits()).hasSize(11);

      IngestionState next = bench.ingest(folder);

      assertThat(next.documents().indexed()).isEqualTo(1);
      assertThat(next.documents().removed()).isEqualTo(1);
      assertThat(next.documents().unchanged()).isEqualTo(1);
      assertThat(bench.verify().clean()).isTrue();
    }
  }

  @Test
  void aDocumentThatIsAsItWasButCannotBeMendedIsReadByTheNextIngest() throws IOException {
    write("a.md", sections(5, "quiet"));
    Set<String> before = ingest();
    String lost = chunkOf(before, "a.md");
    Path hidden = temp.resolve("hidden.md");
    Files.move(folder.resolve("a.md"), hidden);
    try (RawIndex raw = RawIndex.open(dataRoot)) {
      raw.delete(lost);
      raw.intrude("foreign", raw.generationOf(raw.chunks().get(0)));
    }
    try (Workbench bench = open()) {
      RepairReport report = bench.repair();
      assertThat(report.unmendable()).isEqualTo(1);
      assertThat(report.removed()).as("what can be mended is").isEqualTo(1);
    }
    Files.move(hidden, folder.resolve("a.md"));

    try (Workbench bench = open()) {
      IngestionState next = bench.ingest(folder);

      assertThat(next.documents().indexed()).isEqualTo(1);
      assertThat(next.chunks().embedded()).isEqualTo(1);
      assertThat(bench.content()).isEqualTo(before);
    }
    assertAllIsWell(before);
  }

  @Test
  void whatAnotherPipelineMadeIsNotMendedWithThisOne() throws IOException {
    write("a.md", sections(5, "quiet"));
    Set<String> before = ingest();
    try (RawIndex raw = RawIndex.open(dataRoot)) {
      raw.delete(chunkOf(before, "a.md"));
    }

    try (Workbench bench =
        Workbench.open(dataRoot, new HashingEmbeddingModel(128, 256), Between.NOTHING)) {
      RepairReport report = bench.repair();

      assertThat(report.details())
          .singleElement()
          .satisfies(one -> assertThat(one.reason()).contains("embedding model"));
      assertThat(report.embedded()).isZero();
    }
  }

  @Test
  void aLostIndexIsBuiltAgainFromAllSources() throws IOException {
    Set<String> before = ingestTwoSources();
    Trees.delete(dataRoot.resolve(KB.value()).resolve("index"));

    assertRebuilt(before, "is missing", before.size());
  }

  @Test
  void whatFailedBeforeIsNoLossOfAnIndexThatIsBuiltAgain() throws IOException {
    Files.writeString(folder.resolve("broken.pdf"), "%PDF-1.7 and nothing else");
    Set<String> before = ingestTwoSources();
    Trees.delete(dataRoot.resolve(KB.value()).resolve("index"));

    assertRebuilt(before, "is missing", before.size());
  }

  @Test
  void whatCannotBeReadAnyMoreIsALossOfAnIndexThatIsBuiltAgain() throws IOException {
    byte[] pdf = SampleDocument.PDF.bytes();
    Files.write(folder.resolve("cut off after it failed.pdf"), Arrays.copyOf(pdf, 500));
    Files.write(folder.resolve("cut off when it was lost.pdf"), pdf);
    Files.write(folder.resolve("cut off when it was indexed.pdf"), pdf);
    ingest();
    Files.write(folder.resolve("cut off when it was indexed.pdf"), Arrays.copyOf(pdf, 500));
    ingest();
    Files.write(folder.resolve("cut off when it was lost.pdf"), Arrays.copyOf(pdf, 500));
    Trees.delete(dataRoot.resolve(KB.value()).resolve("index"));

    try (Workbench bench = open()) {
      RepairReport report = bench.repair();

      assertThat(report.details())
          .extracting(Unmendable::document)
          .containsExactly("cut off when it was indexed.pdf", "cut off when it was lost.pdf");
      assertThat(report.clean()).isFalse();
    }
  }

  @Test
  void anIndexThatIsAnothersIsBuiltAgainFromItsVectors() throws IOException {
    Set<String> before = ingestTwoSources();
    Path mine = temp.resolve("mine");
    Trees.copy(RawIndex.files(dataRoot), mine);
    Path strange = temp.resolve("strange");
    try (Workbench bench = Workbench.open(strange, model, Between.NOTHING)) {
      bench.ingest(folder);
    }
    Path files = RawIndex.files(dataRoot);
    Trees.delete(files);
    Trees.copy(RawIndex.files(strange), files);

    assertRebuilt(before, "belongs to another", 1);
  }

  @Test
  void anIndexThatIsOlderThanItsLedgerIsBuiltAgainFromItsVectors() throws IOException {
    ingestTwoSources();
    Path older = temp.resolve("older");
    Trees.copy(RawIndex.files(dataRoot), older);
    touchedWrite("a.md", sections(6, "quiet"));
    Set<String> before;
    try (Workbench bench = open()) {
      bench.ingest(folder);
      before = bench.content();
    }
    Path files = RawIndex.files(dataRoot);
    Trees.delete(files);
    Trees.copy(older, files);

    assertRebuilt(before, "is older than its ledger", 1);
  }

  @Test
  void anIndexInWhichAByteHasTurnedIsBuiltAgain() throws IOException {
    Set<String> before = ingestTwoSources();
    turnAByte();

    assertRebuilt(before, "has to be built again", -1);
  }

  @Test
  void aDamagedIndexIsLeftToSearchWhileASourceIsAway() throws IOException {
    Set<String> before = ingestTwoSources();
    turnAByte();
    Path away = temp.resolve("away");
    Files.move(other, away);

    try (Workbench bench = open()) {
      RepairReport report = bench.repair();

      assertThat(report.clean()).isFalse();
      assertThat(report.details())
          .singleElement()
          .satisfies(one -> assertThat(one.source()).isEqualTo(SECOND.value()))
          .satisfies(one -> assertThat(one.document()).isEmpty());
    }
    Files.move(away, other);
    assertRebuilt(before, "has to be built again", -1);
  }

  @Test
  void ofALostIndexEverySourceThatIsThereIsReadAndTheOtherNamed() throws IOException {
    Set<String> before = ingestTwoSources();
    Trees.delete(dataRoot.resolve(KB.value()).resolve("index"));
    Path away = temp.resolve("away");
    Files.move(folder, away);

    try (Workbench bench = open()) {
      RepairReport report = bench.repair();

      assertThat(report.clean()).isFalse();
      assertThat(report.unmendable()).isEqualTo(1);
      assertThat(report.details().get(0).source()).isEqualTo(SourceName.DEFAULT.value());
      assertThat(bench.content()).hasSize(1);
    }
    Files.move(away, folder);
    try (Workbench bench = open()) {
      RepairReport report = bench.repair();

      assertThat(report.clean()).isTrue();
      assertThat(bench.content()).isEqualTo(before);
    }
    assertAllIsWell(before);
  }

  @Test
  void noRepairBeginsWhileAJobRuns() throws Exception {
    write("a.txt", "All there is to say about apples.");
    CountDownLatch embedding = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    Between held = at("EmbeddingModel.embed", EmbeddingModel.class, embedding, goOn);
    try (Workbench bench = Workbench.open(dataRoot, model, held)) {
      bench.ingestion().start(start(folder));
      assertThat(embedding.await(1, TimeUnit.MINUTES)).isTrue();

      assertJobActive(bench::repair);
      assertThatThrownBy(bench::repair)
          .as("it is refused before anything is looked at")
          .hasMessageContaining("works on knowledge base 'kb'");

      goOn.countDown();
      assertThat(bench.ingestion().await(KB, Duration.ofMinutes(1)).status())
          .isEqualTo(JobStatus.COMPLETED);
      assertThat(bench.repair().clean()).isTrue();
    }
  }

  @Test
  void noJobAndNoOtherRepairBeginsDuringARepair() throws Exception {
    write("a.txt", "All there is to say about apples.");
    Set<String> before = ingest();
    try (RawIndex raw = RawIndex.open(dataRoot)) {
      raw.delete(chunkOf(before, "a.txt"));
    }
    CountDownLatch mending = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    Between held = at("ChunkIndex.mend", ChunkIndex.class, mending, goOn);
    try (Workbench bench = Workbench.open(dataRoot, model, held)) {
      CompletableFuture<RepairReport> repair = CompletableFuture.supplyAsync(bench::repair);
      assertThat(mending.await(1, TimeUnit.MINUTES)).isTrue();

      assertJobActive(() -> bench.ingestion().start(start(folder)));
      assertJobActive(bench::repair);
      assertJobActive(() -> bench.knowledgeBases().delete(KB));

      goOn.countDown();
      assertThat(repair.get(1, TimeUnit.MINUTES).clean()).isTrue();
      assertThat(bench.ingest(folder).status()).isEqualTo(JobStatus.COMPLETED);
    }
    assertAllIsWell(before);
  }

  private void assertRebuilt(Set<String> before, String condition, long embedded)
      throws IOException {
    try (Workbench bench = open()) {
      RepairReport report = bench.repair();

      assertThat(report.found().condition()).contains(condition);
      assertThat(report.found().missing()).isEqualTo(before.size());
      assertThat(report.mended()).isEqualTo(before.size());
      if (embedded >= 0) {
        assertThat(report.embedded()).isEqualTo(embedded);
      }
      assertThat(report.details()).isEmpty();
      assertThat(report.clean()).isTrue();
      assertThat(bench.content()).isEqualTo(before);
    }
    assertAllIsWell(before);
  }

  /** Reopened, everything is there and nothing is left to be done by a repair or an ingest. */
  private void assertAllIsWell(Set<String> content) throws IOException {
    try (Workbench bench = open()) {
      assertThat(bench.verify().clean()).isTrue();
      assertThat(bench.content()).isEqualTo(content);
      assertThat(bench.repair().mended()).isZero();
      long embedded = model.embedded();
      IngestionState state = bench.ingest(folder);
      assertThat(state.status()).isEqualTo(JobStatus.COMPLETED);
      assertThat(state.documents().indexed()).isZero();
      assertThat(model.embedded()).isEqualTo(embedded);
    }
  }

  private Set<String> ingest() {
    try (Workbench bench = open()) {
      assertThat(bench.ingest(folder).status()).isEqualTo(JobStatus.COMPLETED);
      return bench.content();
    }
  }

  private Set<String> ingestTwoSources() throws IOException {
    write("a.md", sections(5, "quiet"));
    Files.writeString(other.resolve("b.txt"), "From the second source.");
    try (Workbench bench = open()) {
      bench.ingest(folder);
      bench.ingest(start(other, SECOND, false));
      return bench.content();
    }
  }

  private void turnAByte() throws IOException {
    Path largest = null;
    try (var listed = Files.list(RawIndex.files(dataRoot))) {
      for (Path file : listed.toList()) {
        largest = largest == null || Files.size(file) > Files.size(largest) ? file : largest;
      }
    }
    byte[] bytes = Files.readAllBytes(largest);
    bytes[bytes.length / 2] ^= 1;
    Files.write(largest, bytes);
  }

  /** Counts what is put in place. */
  private Workbench open() {
    Watcher counting =
        new Watcher() {
          @Override
          public void before(String point, Object[] arguments) {
            if (point.equals("ChunkIndex.mend")) {
              ((List<?>) arguments[1])
                  .forEach(mend -> put.addAndGet(((IndexMend) mend).put().size()));
            }
          }

          @Override
          public void after(String point, Object[] arguments, Object result) {}
        };
    return Workbench.open(dataRoot, model, watching(ChunkIndex.class, counting), Map.of());
  }

  private static Between at(
      String point, Class<?> port, CountDownLatch reached, CountDownLatch goOn) {
    return watching(
        port,
        new Watcher() {
          @Override
          public void before(String at, Object[] arguments) {
            if (at.equals(point)) {
              reached.countDown();
              try {
                goOn.await();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            }
          }

          @Override
          public void after(String at, Object[] arguments, Object result) {}
        });
  }

  private static Between watching(Class<?> watched, Watcher watcher) {
    return new Between() {
      @Override
      public <T> T port(Class<T> type, T real) {
        return type == watched ? WatchedPort.of(type, real, watcher) : real;
      }
    };
  }

  private static void assertJobActive(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            IngestionException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.JOB_ACTIVE));
  }

  private static String chunkOf(Set<String> content, String document) {
    return content.stream()
        .map(line -> line.split("\\|", 5))
        .filter(parts -> parts[1].equals(document))
        .map(parts -> parts[3])
        .findFirst()
        .orElseThrow();
  }

  private static String sections(int count, String what) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      text.append("## Section %d%n%nParagraph %d is about %s alone.%n%n".formatted(i, i, what));
    }
    return text.toString();
  }

  private void write(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  /** Another size, so that the stamp differs whatever the clock says. */
  private void touchedWrite(String name, String text) throws IOException {
    write(name, text + "\n");
  }
}
