/** The launcher: one process that assembles the platform, runs a command and ends. */
@NullMarked
package dev.ingestion.app;

import org.jspecify.annotations.NullMarked;
