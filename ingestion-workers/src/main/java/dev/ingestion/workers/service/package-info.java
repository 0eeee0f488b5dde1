/** The use cases of port.in. */
@NullMarked
package dev.ingestion.workers.service;

import org.jspecify.annotations.NullMarked;
