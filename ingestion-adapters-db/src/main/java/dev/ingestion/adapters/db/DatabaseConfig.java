package dev.ingestion.adapters.db;

import dev.ingestion.domain.ByteSize;

/**
 * The keys {@code ingestion.database.*}.
 *
 * @param poolSize connections, and so the threads that the database serves at once; at least 2
 * @param cacheSize memory for pages of the database file; at least 1 MiB
 */
public record DatabaseConfig(int poolSize, ByteSize cacheSize) {
  public DatabaseConfig {
    if (poolSize < 2 || poolSize > 100) {
      throw new IllegalArgumentException("database.pool-size must be 2 to 100: " + poolSize);
    }
    if (cacheSize.bytes() < ByteSize.ofMegabytes(1).bytes()) {
      throw new IllegalArgumentException(
          "database.cache-size must be at least 1 MiB: " + cacheSize);
    }
  }
}
