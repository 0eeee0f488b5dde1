package dev.ingestion.planted.workers;

import com.typesafe.config.Config;

interface WorkerThatBringsALibrary {
  Config config();
}
