/**
 * The real engine on ports in memory, in a world where a seed decides who runs next, when it is,
 * and what goes wrong. {@link dev.ingestion.workers.simulation.Schedule} is the story of one seed,
 * {@link dev.ingestion.workers.simulation.Scheduler} passes the baton, {@link
 * dev.ingestion.workers.simulation.OuterWorld} lets ports fail, {@link
 * dev.ingestion.workers.simulation.Invariants} says what was promised.
 */
@NullMarked
package dev.ingestion.workers.simulation;

import org.jspecify.annotations.NullMarked;
