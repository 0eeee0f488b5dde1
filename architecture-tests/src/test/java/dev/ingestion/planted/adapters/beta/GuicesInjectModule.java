package dev.ingestion.planted.adapters.beta;

import com.google.inject.AbstractModule;
import com.google.inject.Inject;

final class GuicesInjectModule extends AbstractModule {
  @Inject
  GuicesInjectModule() {}
}
