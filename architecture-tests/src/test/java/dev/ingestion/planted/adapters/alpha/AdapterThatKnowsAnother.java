package dev.ingestion.planted.adapters.alpha;

import dev.ingestion.planted.adapters.beta.BetaModule;

interface AdapterThatKnowsAnother {
  BetaModule other();
}
