/** The index on disk: vectors and text in Lucene, one directory for each index. */
@NullMarked
package dev.ingestion.adapters.lucene;

import org.jspecify.annotations.NullMarked;
