package dev.ingestion.adapters.rest;

import dev.ingestion.ports.in.HealthService;
import dev.ingestion.ports.in.HealthService.Check;
import dev.ingestion.ports.in.HealthService.Readiness;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import jakarta.inject.Inject;

/** For whoever starts, stops and routes to processes; open to all. */
final class HealthRoutes implements Routes {
  private final HealthService health;
  private final Authorization authorization;

  @Inject
  HealthRoutes(HealthService health, Authorization authorization) {
    this.health = health;
    this.authorization = authorization;
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.get("/health/live", HealthRoutes::live, Access.OPEN);
    routes.get("/health/ready", this::ready, Access.OPEN);
  }

  private static void live(Context context) {
    Query.of(context);
    context.json(new Live(true));
  }

  private void ready(Context context) {
    Query.of(context);
    Readiness whole = health.readiness();
    Readiness readiness =
        authorization.mayRead(context, storesAnswer(whole)) ? whole : withoutReasons(whole);
    context
        .status(readiness.ready() ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE)
        .header("Cache-Control", "no-store")
        .json(readiness);
  }

  private static boolean storesAnswer(Readiness readiness) {
    return readiness.checks().stream()
        .noneMatch(check -> check.name().equals("database") && !check.passed());
  }

  /** Reasons name paths and other things of this machine. */
  private static Readiness withoutReasons(Readiness readiness) {
    return new Readiness(
        readiness.ready(),
        readiness.checks().stream()
            .map(check -> new Check(check.name(), check.passed(), null))
            .toList());
  }

  private record Live(boolean live) {}
}
