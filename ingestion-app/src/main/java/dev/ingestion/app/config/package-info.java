/** Reads settings from everywhere they may stand, and makes the records that modules declare. */
@NullMarked
package dev.ingestion.app.config;

import org.jspecify.annotations.NullMarked;
