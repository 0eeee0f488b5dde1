package dev.ingestion.planted.app;

import dev.ingestion.planted.testkit.ContractThatKnowsTheEngine;

public interface AppThatKnowsTheTestkit {
  ContractThatKnowsTheEngine contract();
}
