package dev.ingestion.adapters.rest;

import dev.ingestion.domain.access.Role;
import io.javalin.security.RouteRole;
import org.jspecify.annotations.Nullable;

/** What it takes to use a route. Every route names one. */
enum Access implements RouteRole {
  /** Nothing: whoever reaches the server may. */
  OPEN(null),
  READ(Role.READ),
  OPERATE(Role.OPERATE),
  ADMIN(Role.ADMIN);

  private final @Nullable Role least;

  Access(@Nullable Role least) {
    this.least = least;
  }

  /** The least role that may; null if none is needed. */
  @Nullable Role least() {
    return least;
  }
}
