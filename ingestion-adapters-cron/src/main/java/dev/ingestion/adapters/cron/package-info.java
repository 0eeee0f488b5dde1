/** Cron expressions, read by cron-utils. */
@NullMarked
package dev.ingestion.adapters.cron;

import org.jspecify.annotations.NullMarked;
