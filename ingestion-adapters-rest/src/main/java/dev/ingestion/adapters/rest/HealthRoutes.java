package dev.ingestion.adapters.rest;

import dev.ingestion.ports.in.HealthService;
import dev.ingestion.ports.in.HealthService.Readiness;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import jakarta.inject.Inject;

/** For whoever starts, stops and routes to processes; open to all. */
final class HealthRoutes implements Routes {
  private final HealthService health;

  @Inject
  HealthRoutes(HealthService health) {
    this.health = health;
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.get("/health/live", context -> context.json(new Live(true)), Access.OPEN);
    routes.get("/health/ready", this::ready, Access.OPEN);
  }

  private void ready(Context context) {
    Readiness readiness = health.readiness();
    context
        .status(readiness.ready() ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE)
        .header("Cache-Control", "no-store")
        .json(readiness);
  }

  private record Live(boolean live) {}
}
