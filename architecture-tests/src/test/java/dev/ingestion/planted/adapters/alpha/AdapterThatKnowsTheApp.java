package dev.ingestion.planted.adapters.alpha;

import dev.ingestion.planted.app.AppThatQueries;

interface AdapterThatKnowsTheApp {
  AppThatQueries app();
}
