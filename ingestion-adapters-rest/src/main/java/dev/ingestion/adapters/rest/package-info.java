/** The way in over HTTP: the API that {@code openapi.yaml} describes, and the dashboard. */
@NullMarked
package dev.ingestion.adapters.rest;

import org.jspecify.annotations.NullMarked;
