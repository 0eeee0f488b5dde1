/** Who may do what over the API. */
@NullMarked
package dev.ingestion.domain.access;

import org.jspecify.annotations.NullMarked;
