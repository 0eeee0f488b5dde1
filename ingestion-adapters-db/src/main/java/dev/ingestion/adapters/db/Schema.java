package dev.ingestion.adapters.db;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import java.nio.file.Path;
import java.util.Arrays;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;

/** Brings a database to the schema of this program, unless it is beyond that already. */
final class Schema {
  private final Flyway flyway;
  private final Path file;

  Schema(DataSource dataSource, Path file) {
    this.file = file;
    this.flyway =
        Flyway.configure(Schema.class.getClassLoader())
            .dataSource(dataSource)
            .locations("classpath:db/migration/common")
            .failOnMissingLocations(true)
            .load();
  }

  void migrate() {
    try {
      refuseNewer();
      flyway.migrate();
    } catch (FlywayException e) {
      throw DatabaseErrors.translate(e, file);
    }
  }

  private void refuseNewer() {
    Arrays.stream(flyway.info().all())
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
