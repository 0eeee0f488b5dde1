package dev.ingestion.ports.out;

import java.util.List;

/** A module with settings of its own; the composition root reads them and binds each record. */
public interface ConfiguredModule {
  List<SettingsDeclaration<?>> settings();
}
