package dev.ingestion.adapters.db;

import static dev.ingestion.adapters.db.jooq.Tables.DATABASE_IDENTITY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.testkit.SettableClock;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.jooq.DSLContext;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TransactionsTest {
  private static final Duration LONGEST = Duration.ofSeconds(30);

  @TempDir Path root;

  /** With a rollback by a statement, the bystander or the pool looks for a version for ever. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whatFailsWhenAnotherFailureHasClosedTheFileEndsWithItsOwnErrorAndKeepsNobody(
      boolean writes) {
    try (H2Stores stores = H2Stores.prepared(root, new SettableClock())) {
      Transactions transactions = stores.transactions();
      long before = transactions.read(TransactionsTest::next);
      IllegalStateException own = new IllegalStateException("does not go on");
      Consumer<DSLContext> failing =
          tx -> {
            next(tx);
            if (writes) {
              tx.update(DATABASE_IDENTITY)
                  .set(DATABASE_IDENTITY.NEXT_GENERATION, before + 1)
                  .execute();
            }
            anotherFailsToWrite(transactions);
            throw own;
          };
      Consumer<DSLContext> bystander =
          tx -> {
            next(tx);
            assertThatThrownBy(() -> transactions.change(failing)).isSameAs(own);
            next(tx);
          };

      assertTimeoutPreemptively(
          LONGEST,
          () ->
              assertThatThrownBy(() -> transactions.change(bystander))
                  .isInstanceOfSatisfying(
                      IngestionException.class,
                      e -> assertThat(e.code()).isEqualTo(ErrorCode.STORAGE_UNAVAILABLE)));

      Awaitility.await("the pool has let go of the closed file")
          .atMost(LONGEST)
          .ignoreExceptionsInstanceOf(IngestionException.class)
          .untilAsserted(
              () -> assertThat(transactions.read(TransactionsTest::next)).isEqualTo(before));
    }
  }

  private static long next(DSLContext sql) {
    return sql.select(DATABASE_IDENTITY.NEXT_GENERATION)
        .from(DATABASE_IDENTITY)
        .fetchSingle()
        .value1();
  }

  private static void anotherFailsToWrite(Transactions transactions) {
    MVStoreException full =
        DataUtils.newMVStoreException(DataUtils.ERROR_WRITING_FAILED, "No space left on device");
    assertThatThrownBy(
            () ->
                transactions.change(
                    tx -> tx.connection(connection -> failToWrite(connection, full))))
        .isSameAs(full);
  }

  /** As H2 does it. */
  private static void failToWrite(Connection connection, MVStoreException error)
      throws SQLException {
    MVStore store = H2Session.of(connection).store();
    try {
      store.panic(error);
    } finally {
      store.closeImmediately();
    }
  }
}
