package dev.ingestion.adapters.rest;

import io.javalin.security.RouteRole;

/**
 * Said of a route whose address names no knowledge base. Unless it says so, it is closed to tokens
 * that are for some knowledge bases only: what a route forgets to hide, nobody sees.
 */
enum Reach implements RouteRole {
  /** It shows of all knowledge bases only those that {@link Caller#sees}, or is about none. */
  FILTERED
}
