/**
 * How a process that owns a data root takes commands from other processes of this machine: an
 * endpoint on the loopback address, and the other side of it. Knows nothing of the commands.
 */
@NullMarked
package dev.ingestion.app.control;

import org.jspecify.annotations.NullMarked;
