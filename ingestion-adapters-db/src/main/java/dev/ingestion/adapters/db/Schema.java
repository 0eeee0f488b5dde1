package dev.ingestion.adapters.db;

import com.zaxxer.hikari.HikariDataSource;
import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationInfoService;
import org.flywaydb.core.api.MigrationState;

/**
 * The schema of this program, which a database file has as a whole or not at all. H2 commits every
 * change of a table by itself: a process that dies between two of them would leave a file that is
 * of no version, and that no version could open again. So the steps are done on a copy, which then
 * takes the file's place.
 */
final class Schema {
  private Schema() {}

  /**
   * Opens a file, once it has this program's schema.
   *
   * @throws IngestionException DATABASE_TOO_NEW if it is beyond that; it is left as it is
   */
  static HikariDataSource open(DatabaseFile file) {
    if (file.exists()) {
      HikariDataSource pool = file.connect();
      try {
        if (isCurrent(pool, file.path())) {
          return pool;
        }
      } catch (RuntimeException e) {
        pool.close();
        throw e;
      }
      pool.close();
    }
    upgrade(file);
    return file.connect();
  }

  private static void upgrade(DatabaseFile file) {
    DatabaseFile draft = file.draft();
    try {
      file.copyTo(draft);
      migrate(draft, file.path());
      file.replaceBy(draft);
    } finally {
      draft.delete(); // unless it is the file now; it may be what fills the disk
    }
  }

  private static void migrate(DatabaseFile draft, Path file) {
    try (HikariDataSource pool = draft.connect()) {
      flyway(pool).migrate();
    } catch (FlywayException e) {
      draft.endAtOnce(); // a connection may be left open
      throw DatabaseErrors.translate(e, file);
    } catch (IngestionException e) {
      draft.endAtOnce(); // H2 keeps what could be opened and not be written
      throw e;
    }
  }

  private static boolean isCurrent(DataSource pool, Path file) {
    try {
      if (SchemaHistory.isOurs(pool)) {
        return true;
      }
      Flyway flyway = flyway(pool);
      MigrationInfoService steps = flyway.info();
      refuseNewer(steps, file);
      if (steps.pending().length > 0) {
        return false;
      }
      flyway.validate();
      return true;
    } catch (FlywayException | SQLException e) {
      throw DatabaseErrors.translate(e, file);
    }
  }

  private static Flyway flyway(DataSource pool) {
    return Flyway.configure(Schema.class.getClassLoader())
        .dataSource(pool)
        .locations("classpath:" + SchemaHistory.FOLDER)
        .failOnMissingLocations(true)
        .load();
  }

  private static void refuseNewer(MigrationInfoService steps, Path file) {
    Arrays.stream(steps.all())
        .filter(Schema::isFromTheFuture)
        .findFirst()
        .ifPresent(
            newer -> {
              throw new IngestionException(
                  ErrorCode.DATABASE_TOO_NEW,
                  "The database %s was written by a newer version of this program (its schema has step %s, \"%s\"). Nothing was changed; use that version or a later one"
                      .formatted(file, newer.getVersion(), newer.getDescription()));
            });
  }

  private static boolean isFromTheFuture(MigrationInfo step) {
    return step.getState() == MigrationState.FUTURE_SUCCESS
        || step.getState() == MigrationState.FUTURE_FAILED;
  }
}
