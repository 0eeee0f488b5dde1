/** The engine: what turns a source into a searchable knowledge base and survives being killed. */
@NullMarked
package dev.ingestion.workers;

import org.jspecify.annotations.NullMarked;
