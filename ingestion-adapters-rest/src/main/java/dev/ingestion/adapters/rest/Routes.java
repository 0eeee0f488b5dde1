package dev.ingestion.adapters.rest;

import io.javalin.config.RoutesConfig;

/** The routes about one kind of thing. */
interface Routes {
  /** Everything but health, metrics, the dashboard and the description of the API lies below. */
  String API = "/api/v1";

  /** One knowledge base. */
  String ONE = API + "/knowledge-bases/{kb_id}";

  void addTo(RoutesConfig routes);
}
