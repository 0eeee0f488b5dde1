/**
 * What is said to programs, in one shape for all ways in: the components of these records in snake
 * case are the keys of the JSON that the command line prints and the API answers. They are changed
 * by addition only. Times are ISO-8601 in UTC, durations in seconds, sizes in bytes. A component
 * that is absent is null in JSON, unless its record says that its key is left out.
 */
@NullMarked
package dev.ingestion.ports.in.view;

import org.jspecify.annotations.NullMarked;
