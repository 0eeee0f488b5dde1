/** A plugin with an embedding model that is slow until it is told not to be. */
@NullMarked
package dev.ingestion.app.slow;

import org.jspecify.annotations.NullMarked;
