package dev.ingestion.planted.adapters.beta;

import com.google.inject.AbstractModule;

public final class BetaModule extends AbstractModule {}
