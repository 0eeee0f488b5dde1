/**
 * What the engine needs: implemented by adapters, called by workers. Interfaces and their values.
 */
@NullMarked
package dev.ingestion.ports.out;

import org.jspecify.annotations.NullMarked;
