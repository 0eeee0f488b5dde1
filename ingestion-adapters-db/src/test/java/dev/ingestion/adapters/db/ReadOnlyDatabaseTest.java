package dev.ingestion.adapters.db;

import static dev.ingestion.adapters.db.jooq.Tables.DATABASE_IDENTITY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.ports.out.DataRoot;
import java.nio.file.Path;
import org.h2.store.fs.FilePath;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file system that turns read-only under the database, as after an error of its disk. */
class ReadOnlyDatabaseTest {
  @TempDir Path root;
  private Database database;
  private Transactions transactions;

  @BeforeEach
  void openOnADiskThatIsReadOnlyAtTimes() {
    ProtectedPath.readOnly = false;
    database = H2Stores.database(root, Durability.PROCESS);
    database.start();
    FilePath.register(new ProtectedPath()); // in place of the one that the first database brings
    transactions = new Transactions(database);
  }

  @AfterEach
  void takeAwayTheDisk() {
    database.close();
    FilePath.register(new UninterruptedFile.Paths());
  }

  @Test
  void whileItIsReadOnlyItIsReadAndRefusesChangesThatMaySucceedLater() {
    turnReadOnly();

    assertThat(generation()).isPositive();
    assertThatThrownBy(this::change)
        .isInstanceOfSatisfying(
            IngestionException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.STORAGE_UNAVAILABLE))
        .hasMessageContaining(root.toString())
        .hasMessageContaining("is read-only; make it writable");
  }

  /** It stayed read-only until the process ended, since H2 kept it open as it had opened it. */
  @Test
  void onceItIsWritableTheSameProcessWritesAgain() {
    turnReadOnly();
    long before = generation();
    assertThatThrownBy(this::change).isInstanceOf(IngestionException.class);

    ProtectedPath.readOnly = false;
    change();

    assertThat(generation()).isEqualTo(before + 1);
  }

  /**
   * H2 closes a file that it cannot write, and opens it again as it is then. Whoever comes first
   * may have a connection from before, unless that rested long enough for the pool to look at it.
   */
  private void turnReadOnly() {
    ProtectedPath.readOnly = true;
    Database.file(new DataRoot(root), H2Stores.CONFIG).endAtOnce();
    Throwable refused = catchThrowable(this::generation);
    assertThat(refused == null || refused instanceof IngestionException).isTrue();
  }

  private long generation() {
    return transactions.<Long>read(
        sql ->
            sql.select(DATABASE_IDENTITY.NEXT_GENERATION)
                .from(DATABASE_IDENTITY)
                .fetchSingle()
                .value1());
  }

  private void change() {
    transactions.change(
        tx ->
            tx.update(DATABASE_IDENTITY)
                .set(DATABASE_IDENTITY.NEXT_GENERATION, DATABASE_IDENTITY.NEXT_GENERATION.plus(1))
                .execute());
  }

  /** Takes the place of H2's own files of that kind. H2 makes more of them by reflection. */
  public static final class ProtectedPath extends UninterruptedFile.Paths {
    private static volatile boolean readOnly;

    @Override
    public boolean canWrite() {
      return !readOnly && super.canWrite();
    }
  }
}
