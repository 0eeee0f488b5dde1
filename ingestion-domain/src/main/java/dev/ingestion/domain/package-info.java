/** Ids, errors and values that every other module speaks in. Depends on nothing but the JDK. */
@NullMarked
package dev.ingestion.domain;

import org.jspecify.annotations.NullMarked;
