package dev.ingestion.planted.app;

import dev.ingestion.planted.testkit.ContractThatKnowsTheEngine;

interface AppThatKnowsTheTestkit {
  ContractThatKnowsTheEngine contract();
}
