/** Where log lines go: warnings to the console, everything to a file under the data root. */
@NullMarked
package dev.ingestion.app.logging;

import org.jspecify.annotations.NullMarked;
