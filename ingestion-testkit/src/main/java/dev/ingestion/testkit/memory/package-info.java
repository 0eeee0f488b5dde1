/**
 * The ports kept in memory: models of what the ports promise, to read before an adapter is written
 * and to run an engine on that is to be crashed often. What they hold outlives the objects that an
 * engine uses, so that a test can let a process die and start another on what it left.
 *
 * <p>Made for some hundred documents: a transaction copies every row.
 */
@NullMarked
package dev.ingestion.testkit.memory;

import org.jspecify.annotations.NullMarked;
