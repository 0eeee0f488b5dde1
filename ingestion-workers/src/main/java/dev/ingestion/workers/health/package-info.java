/** Whether the process can do its work. */
@NullMarked
package dev.ingestion.workers.health;

import org.jspecify.annotations.NullMarked;
