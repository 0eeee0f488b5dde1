package dev.ingestion.adapters.db;

import static dev.ingestion.adapters.db.jooq.Tables.DATABASE_IDENTITY;
import static dev.ingestion.adapters.db.jooq.Tables.JOB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.ingestion.adapters.db.jooq.DefaultSchema;
import dev.ingestion.domain.ByteSize;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.job.WorkedTime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.flywaydb.core.Flyway;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.Table;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a process leaves that dies between statements of a migration. */
class SchemaTest {
  private static final DatabaseConfig CONFIG = new DatabaseConfig(2, ByteSize.ofMegabytes(16));

  /** Statements from one death to the next; each takes the making of a database. */
  private static final int EVERY = 10;

  @TempDir Path temp;
  private Path data;
  private DatabaseFile file;

  @BeforeEach
  void makeTheFolder() {
    data = temp.resolve("data");
    file = new DatabaseFile(data, "ingestion", CONFIG);
    file.requireUsable();
  }

  @Test
  void aDatabaseIsMadeWhereverItsFirstProcessDied() throws Exception {
    for (Path left : leftByDeaths()) {
      open(left).close();
    }
  }

  @Test
  void aDatabaseIsUpgradedWithItsRowsWhereverAProcessDied() throws Exception {
    try (HikariDataSource old = file.connect()) {
      migrate(old, "3");
      sql(old).insertInto(DATABASE_IDENTITY).values("the-old-one", 7L).execute();
    }

    for (Path left : leftByDeaths()) {
      try (HikariDataSource opened = open(left)) {
        assertThat(sql(opened).fetchSingle(DATABASE_IDENTITY).getDatabaseId())
            .isEqualTo("the-old-one");
      }
    }
  }

  @Test
  void ofAnEarlierJobTheTimeFromItsStartToItsEndCountsAsWorked() {
    try (HikariDataSource old = file.connect()) {
      migrate(old, "7");
      DSLContext sql = sql(old);
      sql.execute(job("ended", "timestamp with time zone '2026-01-01 00:00:10+00'"));
      sql.execute(job("began", "null"));
    }

    try (HikariDataSource opened = Schema.open(file)) {
      assertThat(sql(opened).selectFrom(JOB).orderBy(JOB.NUMBER).fetch(JobRows::worked))
          .containsExactly(
              new WorkedTime(Duration.ofSeconds(10), null),
              new WorkedTime(Duration.ofMillis(90_500), null));
    }
  }

  /** Row of a job that began at midnight and was changed a minute and a half later. */
  private static String job(String id, String completed) {
    return """
        insert into job values ('%1$s', default, '%1$s', null, 'default', '/docs', 'documents',
          false, 'RUNNING', 'LOADING', 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, null, null, null, null,
          timestamp with time zone '2026-01-01 00:00:00+00',
          timestamp with time zone '2026-01-01 00:00:00+00', %2$s,
          timestamp with time zone '2026-01-01 00:01:30.5+00', 5, null)"""
        .formatted(id, completed);
  }

  private static void migrate(HikariDataSource pool, String version) {
    Flyway.configure()
        .dataSource(pool)
        .locations("classpath:db/migration/common")
        .target(version)
        .load()
        .migrate();
  }

  @Test
  void nothingIsLeftOfAnUpgrade() throws IOException {
    Schema.open(file).close();

    try (var files = Files.list(data)) {
      assertThat(files.filter(each -> each.toString().endsWith(".mv.db")))
          .containsExactly(file.path());
    }
  }

  @Test
  void nothingIsLeftOfAnUpgradeThatFailed() throws Exception {
    try (HikariDataSource old = file.connect()) {
      migrate(old, "7");
    }
    AtomicInteger statements = new AtomicInteger();
    Callable<Void> fullAfterAWhile =
        () -> {
          if (statements.incrementAndGet() > 40) {
            throw new SQLException("No space left on device");
          }
          return null;
        };

    try (SteppedDriver driver = SteppedDriver.install(fullAfterAWhile)) {
      assertThatThrownBy(() -> Schema.open(file)).isInstanceOf(IngestionException.class);
    }

    try (var files = Files.list(data)) {
      assertThat(files).containsExactly(file.path());
    }
    Schema.open(file).close();
  }

  @Test
  void aDatabaseOfTheSameVersionIsNotCopied() throws Exception {
    Schema.open(file).close();
    Object before = key(file);

    Schema.open(file).close();

    assertThat(key(file)).isEqualTo(before);
  }

  private static Object key(DatabaseFile file) throws IOException {
    return Files.readAttributes(file.path(), BasicFileAttributes.class).fileKey();
  }

  /** Copies of the folder as it was on the disk after every tenth statement. */
  private List<Path> leftByDeaths() throws Exception {
    AtomicInteger statements = new AtomicInteger();
    List<Path> copies = new ArrayList<>();
    Callable<Void> copy =
        () -> {
          if (statements.getAndIncrement() % EVERY == 0) {
            copies.add(copyOfData(copies.size()));
          }
          return null;
        };
    try (SteppedDriver driver = SteppedDriver.install(copy)) {
      Schema.open(file).close();
    }
    assertThat(copies).hasSizeGreaterThan(5);
    return copies;
  }

  private Path copyOfData(int number) throws IOException {
    Path copy = Files.createDirectory(temp.resolve("left-" + number));
    try (var files = Files.list(data)) {
      for (Path each : files.toList()) {
        Files.copy(each, copy.resolve(each.getFileName()));
      }
    }
    return copy;
  }

  private static HikariDataSource open(Path folder) {
    HikariDataSource opened = Schema.open(new DatabaseFile(folder, "ingestion", CONFIG));
    for (Table<?> table : DefaultSchema.DEFAULT_SCHEMA.getTables()) {
      assertThat(sql(opened).fetchCount(table)).isLessThan(2);
    }
    return opened;
  }

  private static DSLContext sql(HikariDataSource pool) {
    return DSL.using(pool, SQLDialect.H2);
  }
}
