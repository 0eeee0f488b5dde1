/**
 * A folder as a source of documents, snapshots on the local disk, and the lock of the data root.
 */
@NullMarked
package dev.ingestion.adapters.fs;

import org.jspecify.annotations.NullMarked;
