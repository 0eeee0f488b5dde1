package dev.ingestion.planted.workers;

import dev.ingestion.planted.adapters.beta.BetaModule;

interface WorkerThatKnowsAnAdapter {
  BetaModule module();
}
