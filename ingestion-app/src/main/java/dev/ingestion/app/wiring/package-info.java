/** Assembles the platform from the modules there are, and starts and closes it in order. */
@NullMarked
package dev.ingestion.app.wiring;

import org.jspecify.annotations.NullMarked;
