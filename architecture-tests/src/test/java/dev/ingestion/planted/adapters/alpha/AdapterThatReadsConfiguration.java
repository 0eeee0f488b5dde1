package dev.ingestion.planted.adapters.alpha;

import com.typesafe.config.Config;

interface AdapterThatReadsConfiguration {
  Config config();
}
