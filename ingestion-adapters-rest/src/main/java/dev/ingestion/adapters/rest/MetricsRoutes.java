package dev.ingestion.adapters.rest;

import dev.ingestion.ports.in.MetricsText;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.NotFoundResponse;
import jakarta.inject.Inject;
import java.util.Optional;

/** What Prometheus fetches, if it is to be fetched here. */
final class MetricsRoutes implements Routes {
  private final Optional<MetricsText> metrics;

  /**
   * @param metrics empty if no module keeps any
   */
  @Inject
  MetricsRoutes(Optional<MetricsText> metrics) {
    this.metrics = metrics;
  }

  @Override
  public void addTo(RoutesConfig routes) {
    routes.get("/metrics", this::show, Access.READ);
  }

  private void show(Context context) {
    Query.of(context);
    String text =
        metrics
            .flatMap(MetricsText::text)
            .orElseThrow(
                () ->
                    new NotFoundResponse(
                        "Metrics are not served here; see ingestion.metrics-backend and"
                            + " ingestion.metrics-port"));
    context.contentType(MetricsText.MEDIA_TYPE).result(text);
  }
}
