package dev.ingestion.app.wiring;

import com.google.inject.Module;
import dev.ingestion.app.config.AppConfig;
import dev.ingestion.app.config.PipelineConfig;
import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.ports.out.ConfiguredModule;
import dev.ingestion.ports.out.SettingsDeclaration;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;

/** The modules on the classpath, those of plugins included, and the settings they declare. */
public record InstalledModules(List<Module> modules) {
  public InstalledModules {
    modules = List.copyOf(modules);
  }

  /**
   * Finds every module that a jar registers as a service.
   *
   * @throws IngestionException CONFIGURATION_INVALID if one cannot be loaded
   */
  public static InstalledModules discover() {
    try {
      return new InstalledModules(
          ServiceLoader.load(Module.class).stream().map(ServiceLoader.Provider::get).toList());
    } catch (ServiceConfigurationError e) {
      throw new IngestionException(
          ErrorCode.CONFIGURATION_INVALID,
          "A module cannot be loaded; is a jar in plugins/ made for another version? "
              + e.getMessage(),
          e);
    }
  }

  /** What the launcher and the modules declare. */
  public List<SettingsDeclaration<?>> settings() {
    List<SettingsDeclaration<?>> settings = new ArrayList<>();
    settings.add(new SettingsDeclaration<>("", AppConfig.class));
    settings.add(new SettingsDeclaration<>("pipeline", PipelineConfig.class));
    for (Module module : modules) {
      if (module instanceof ConfiguredModule configured) {
        settings.addAll(configured.settings());
      }
    }
    return settings;
  }
}
