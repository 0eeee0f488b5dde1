package dev.ingestion.planted.benchmarks;

import dev.ingestion.planted.app.AppThatKnowsTheTestkit;

interface BenchmarkThatKnowsTheApp {
  AppThatKnowsTheTestkit app();
}
