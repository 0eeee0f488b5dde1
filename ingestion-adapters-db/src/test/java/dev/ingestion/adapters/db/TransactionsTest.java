package dev.ingestion.adapters.db;

import static dev.ingestion.adapters.db.jooq.Tables.DATABASE_IDENTITY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.ingestion.domain.IngestionException;
import dev.ingestion.testkit.SettableClock;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.MVStoreException;
import org.jooq.DSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TransactionsTest {
  private static final Duration LONGEST = Duration.ofSeconds(30);

  @TempDir Path root;

  /** H2 looked for a version of the closed store, for ever, when it was rolled back once more. */
  @Test
  void whatFailsWhenTheFileHasBeenClosedByAnotherFailureEndsWithItsOwnError() {
    try (H2Stores stores = H2Stores.prepared(root, new SettableClock())) {
      Transactions transactions = stores.transactions();
      long before = transactions.read(TransactionsTest::next);
      IllegalStateException own = new IllegalStateException("does not go on");

      assertTimeoutPreemptively(
          LONGEST,
          () ->
              assertThatThrownBy(
                      () ->
                          transactions.change(
                              tx -> {
                                next(tx);
                                anotherFailsToWrite(transactions);
                                throw own;
                              }))
                  .isSameAs(own));

      Awaitility.await()
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
