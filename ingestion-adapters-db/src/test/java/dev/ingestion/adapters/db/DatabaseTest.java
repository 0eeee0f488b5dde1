package dev.ingestion.adapters.db;

import static dev.ingestion.adapters.db.jooq.Tables.BATCH_PAYLOAD;
import static dev.ingestion.adapters.db.jooq.Tables.DATABASE_IDENTITY;
import static dev.ingestion.adapters.db.jooq.Tables.JOB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.ingestion.adapters.db.jooq.DefaultSchema;
import dev.ingestion.domain.ByteSize;
import dev.ingestion.domain.EmbeddingSpace;
import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.JobId;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.SourceName;
import dev.ingestion.domain.job.Job;
import dev.ingestion.domain.job.JobEvent;
import dev.ingestion.domain.job.JobPriority;
import dev.ingestion.ports.out.DataRoot;
import dev.ingestion.testkit.SettableClock;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.AbstractThrowableAssert;
import org.awaitility.Awaitility;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.mvstore.MVStore;
import org.jooq.DSLContext;
import org.jooq.Table;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DatabaseTest {
  private static final EmbeddingSpace SPACE = new EmbeddingSpace("test-model@1", 8);
  private static final KnowledgeBaseId KB = new KnowledgeBaseId("handbook");

  private final SettableClock clock = new SettableClock();
  @TempDir Path root;

  @Test
  void theMigrationsMakeEveryColumnThatTheCodeNames() {
    Database database = opened(Durability.PROCESS);
    try {
      for (Table<?> table : DefaultSchema.DEFAULT_SCHEMA.getTables()) {
        assertThat(database.sql().selectFrom(table).fetch().size()).isBetween(0, 1);
      }
      assertThat(DefaultSchema.DEFAULT_SCHEMA.getTables()).hasSizeGreaterThan(8);
    } finally {
      database.close();
    }
  }

  @Test
  void aDatabaseKeepsItsIdentity() {
    Database database = opened(Durability.PROCESS);
    String id = database.databaseId();
    database.close();

    Database again = opened(Durability.PROCESS);
    assertThat(again.databaseId()).isEqualTo(id);
    again.close();
  }

  /** H2 keeps the plan that it made when there was no document yet. */
  @Test
  void documentsAreFoundByTheirIndexesAlsoIfThatIsPlannedWithoutAny() {
    Object[] paths = {new byte[] {1}, new byte[] {2}};
    Long[] pending = {1L, 2L};
    Database database = opened(Durability.PROCESS);
    try {
      assertThat(plan(database, DocumentRows.AT_PATHS, paths, "kb", "default"))
          .contains("public.document_in_path_order: kb_id =");
      assertThat(plan(database, DocumentRows.BY_PENDING, (Object) pending))
          .contains("public.document_pending: pending =");
      assertThat(plan(database, LedgerReads.PENDING, (Object) pending))
          .contains("public.document_pending: pending =");
    } finally {
      database.close();
    }
  }

  private static String plan(Database database, Rendered statement, Object... values) {
    return String.valueOf(database.sql().fetchValue("explain " + statement, values));
  }

  @Test
  void aDatabaseOfANewerVersionIsRefusedAndLeftAsItIs() {
    Database newer = opened(Durability.PROCESS);
    newer
        .sql()
        .execute(
            """
            insert into "flyway_schema_history"
            select 9999, '9999', 'split chunks', "type", 'V9999__split_chunks.sql', 1,
              "installed_by", "installed_on", 1, true
            from "flyway_schema_history" where "installed_rank" = 1
            """);
    newer.close();

    assertStartFails(ErrorCode.DATABASE_TOO_NEW)
        .hasMessageContaining(file().toString())
        .hasMessageContaining("9999")
        .hasMessageContaining("split chunks");
    assertStartFails(ErrorCode.DATABASE_TOO_NEW);
  }

  @Test
  void aFileThatSomebodyElseHasOpenIsNamed() throws IOException {
    opened(Durability.PROCESS).close();
    try (FileChannel other = FileChannel.open(file(), StandardOpenOption.WRITE)) {
      other.lock();

      assertStartFails(ErrorCode.DATA_ROOT_IN_USE).hasMessageContaining(file().toString());
    }
    opened(Durability.PROCESS).close();
  }

  @Test
  void aDamagedFileIsNamedWithWhatToDo() throws IOException {
    opened(Durability.PROCESS).close();
    byte[] bytes = Files.readAllBytes(file());
    Arrays.fill(bytes, (byte) 'x');
    Files.write(file(), bytes);

    assertStartFails(ErrorCode.STORAGE_CORRUPT)
        .hasMessageContaining(file().toString())
        .hasMessageContaining("move it away");
    assertThat(Files.readAllBytes(file())).isEqualTo(bytes);
  }

  @Test
  void aFolderThatCannotBeMadeIsNamed() throws IOException {
    Files.writeString(root.resolve("_database"), "in the way");

    assertStartFails(ErrorCode.DATA_ROOT_UNUSABLE).hasMessageContaining(file().toString());
  }

  @Test
  void aReadOnlyFileIsRefusedAtOnce() {
    opened(Durability.PROCESS).close();
    assertThat(file().toFile().setReadOnly()).isTrue();
    assumeThat(Files.isWritable(file())).as("root may write anything").isFalse();

    assertStartFails(ErrorCode.DATA_ROOT_UNUSABLE).hasMessageContaining("read-only");
  }

  @Test
  void aSemicolonInThePathIsRefusedBecauseH2WouldCutThePathThere() {
    Database database = H2Stores.database(root.resolve("a;b"), Durability.PROCESS);

    assertThatThrownBy(database::start)
        .isInstanceOf(IngestionException.class)
        .hasMessageContaining("semicolon");
    assertThat(root.resolve("a")).doesNotExist();
  }

  @Test
  void aDatabaseThatIsNotOpenIsUnavailable() {
    Database database = H2Stores.database(root, Durability.PROCESS);
    database.close();

    assertThatThrownBy(database::sql)
        .isInstanceOfSatisfying(
            IngestionException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.STORAGE_UNAVAILABLE));
  }

  @Test
  void everyCommitCanWaitForTheDisk() {
    Database database = opened(Durability.POWER_LOSS);
    SqlKnowledgeBaseRepository repository =
        new SqlKnowledgeBaseRepository(database, new Transactions(database), clock);

    repository.findOrCreate(KB, SPACE);

    assertThat(repository.find(KB)).isPresent();
    database.close();
  }

  @Test
  void textThatIsNoKnownStateIsDamage() {
    Database database = opened(Durability.PROCESS);
    SqlJobRepository jobs = new SqlJobRepository(new Transactions(database), clock);
    Job job =
        Job.pending(
            new JobId("j"),
            KB,
            SourceName.DEFAULT,
            "/docs",
            "default",
            false,
            JobPriority.DEFAULT,
            clock.instant());
    jobs.insert(
        job,
        new JobEvent(
            job.id(), KB, clock.instant(), JobEvent.Kind.CREATED, job.status(), "node", ""));
    database.sql().update(JOB).set(JOB.STATUS, "SLEEPING").execute();

    assertThatThrownBy(() -> jobs.find(job.id()))
        .hasMessageContaining("SLEEPING")
        .isInstanceOfSatisfying(
            IngestionException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.STORAGE_CORRUPT));
    database.close();
  }

  @Test
  void aThreadThatIsInterruptedWhileItWritesDoesNotCloseTheFileForOthers() throws Exception {
    Database database = opened(Durability.POWER_LOSS);
    SqlKnowledgeBaseRepository repository =
        new SqlKnowledgeBaseRepository(database, new Transactions(database), clock);
    AtomicInteger written = new AtomicInteger();
    Thread writer =
        new Thread(
            () -> {
              for (int i = 0; i < 300; i++) {
                repository.findOrCreate(new KnowledgeBaseId("kb" + i), SPACE);
                written.incrementAndGet();
                Thread.interrupted();
              }
            });
    writer.start();
    while (writer.isAlive()) {
      writer.interrupt();
      Thread.onSpinWait();
    }
    Awaitility.await().until(() -> !writer.isAlive());

    assertThat(written).hasValue(300);
    database.close();
    Database again = opened(Durability.PROCESS);
    assertThat(new SqlKnowledgeBaseRepository(again, new Transactions(again), clock).list())
        .hasSize(300);
    again.close();
  }

  /** Whoever waits for a lock holds a connection, of which there are few. */
  @Test
  void whoeverWaitsForALockKeepsNobodyElseFromTheDatabase() throws Exception {
    Database database =
        new Database(
            new DataRoot(root),
            new DatabaseConfig(2, ByteSize.ofMegabytes(16)),
            new DurabilityConfig(Durability.PROCESS));
    database.start();
    Transactions transactions = new Transactions(database);
    ExecutorService threads = Executors.newCachedThreadPool();
    CountDownLatch locked = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    try {
      Future<?> holder =
          threads.submit(
              () ->
                  transactions.change(
                      tx -> {
                        touchIdentity(tx);
                        locked.countDown();
                        awaitUninterrupted(release);
                      }));
      locked.await();
      CountDownLatch waits = new CountDownLatch(1);
      Future<?> waiter =
          threads.submit(
              () ->
                  transactions.change(
                      tx -> {
                        waits.countDown();
                        touchIdentity(tx);
                      }));
      waits.await();

      assertThat(transactions.<Integer>read(sql -> sql.fetchCount(JOB))).isZero();

      release.countDown();
      holder.get();
      waiter.get();
    } finally {
      release.countDown();
      threads.shutdown();
      database.close();
    }
  }

  private static void touchIdentity(DSLContext tx) {
    tx.update(DATABASE_IDENTITY)
        .set(DATABASE_IDENTITY.NEXT_GENERATION, DATABASE_IDENTITY.NEXT_GENERATION.plus(1))
        .execute();
  }

  private static void awaitUninterrupted(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void bytesAreNotKeptASecondTimeAsLargeObjects() throws Exception {
    Database database = opened(Durability.PROCESS);
    database
        .sql()
        .insertInto(BATCH_PAYLOAD)
        .set(BATCH_PAYLOAD.BATCH_ID, 1L)
        .set(BATCH_PAYLOAD.PAYLOAD, new byte[100_000])
        .execute();
    assertThat(database.sql().fetchSingle(BATCH_PAYLOAD).getPayload()).hasSize(100_000);

    database
        .sql()
        .connection(
            connection -> {
              SessionLocal session =
                  (SessionLocal) connection.unwrap(JdbcConnection.class).getSession();
              MVStore store = session.getDatabase().getStore().getMvStore();
              assertThat(store.openMap("lobData").isEmpty()).isTrue();
            });
    database.close();
  }

  @Test
  void migrationsAreNumberedWithoutAGap() throws IOException {
    try (var files = Files.list(Path.of("src", "main", "resources", "db", "migration", "common"))) {
      List<String> names = files.map(path -> path.getFileName().toString()).sorted().toList();

      assertThat(names).allMatch(name -> name.matches("V\\d{4}__[a-z_]+\\.sql"));
      for (int i = 0; i < names.size(); i++) {
        assertThat(names.get(i)).startsWith("V%04d".formatted(i + 1));
      }
    }
  }

  private Path file() {
    return root.resolve("_database").resolve("ingestion.mv.db");
  }

  private Database opened(Durability durability) {
    Database database = H2Stores.database(root, durability);
    database.start();
    return database;
  }

  private AbstractThrowableAssert<?, ? extends Throwable> assertStartFails(ErrorCode code) {
    Database database = H2Stores.database(root, Durability.PROCESS);
    return assertThatThrownBy(database::start)
        .isInstanceOfSatisfying(
            IngestionException.class, e -> assertThat(e.code()).isEqualTo(code));
  }
}
