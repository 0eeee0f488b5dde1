/**
 * The command line: what people and scripts type, see and get back. Results go to the standard
 * output, everything else to the standard error stream.
 */
@NullMarked
package dev.ingestion.app.cli;

import org.jspecify.annotations.NullMarked;
