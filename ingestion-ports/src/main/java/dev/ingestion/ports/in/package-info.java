/** What the engine offers: implemented by workers, called by the CLI and by applications. */
@NullMarked
package dev.ingestion.ports.in;

import org.jspecify.annotations.NullMarked;
