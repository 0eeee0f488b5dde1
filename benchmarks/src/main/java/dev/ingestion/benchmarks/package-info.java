/**
 * What the engine costs. The engine and its database are wired as an application would wire them,
 * and held against something simpler that does the same work, in turns and in the same process.
 *
 * <p>The harness is our own and not JMH: a measurement is a whole job of a second or more with its
 * own threads and its own database on disk, of which a few repetitions suffice; what matters on a
 * machine that others use, too, is that both sides of a ratio run in turns, and that each run
 * proves by its own counts that it did the work. JMH repeats methods of microseconds in forks, one
 * side after the other.
 */
@NullMarked
package dev.ingestion.benchmarks;

import org.jspecify.annotations.NullMarked;
