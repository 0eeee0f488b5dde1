package dev.ingestion.planted.app;

import org.jooq.DSLContext;

public interface AppThatQueries {
  DSLContext database();
}
