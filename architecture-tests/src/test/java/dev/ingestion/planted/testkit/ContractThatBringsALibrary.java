package dev.ingestion.planted.testkit;

import com.google.inject.Injector;

interface ContractThatBringsALibrary {
  Injector injector();
}
