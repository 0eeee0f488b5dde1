/**
 * Jobs, ledger and work queue in an embedded H2 database.
 *
 * <p>{@code DatabaseModule} is the way in. One class implements each port; they share {@code
 * Transactions}, and whoever changes a knowledge base's documents or batches holds the row of its
 * lane from its first statement to its commit, so that no two such transactions can deadlock.
 */
@NullMarked
package dev.ingestion.adapters.db;

import org.jspecify.annotations.NullMarked;
