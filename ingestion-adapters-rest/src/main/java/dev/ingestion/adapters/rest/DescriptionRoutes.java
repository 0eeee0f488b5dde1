package dev.ingestion.adapters.rest;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** What the API is: for programs, and to be read. */
final class DescriptionRoutes implements Routes {
  @Override
  public void addTo(RoutesConfig routes) {
    String description = resource("openapi.yaml");
    String page = new DescriptionPage(description).html();
    String style = resource("docs.css");
    routes.get(
        "/openapi.yaml",
        context -> answer(context, "application/yaml", description),
        Access.READ,
        Reach.FILTERED);
    routes.get(
        "/docs",
        context -> answer(context, "text/html; charset=utf-8", page),
        Access.READ,
        Reach.FILTERED);
    routes.get(
        "/docs/docs.css",
        context -> answer(context, "text/css; charset=utf-8", style),
        Access.READ,
        Reach.FILTERED);
  }

  private static void answer(Context context, String type, String text) {
    Query.of(context);
    context.contentType(type).result(text);
  }

  static String resource(String name) {
    try (InputStream in = DescriptionRoutes.class.getResourceAsStream("/openapi/" + name)) {
      if (in == null) {
        throw new IllegalStateException("The program is incomplete: it has no openapi/" + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
