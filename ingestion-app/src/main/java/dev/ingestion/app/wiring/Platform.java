package dev.ingestion.app.wiring;

import com.google.inject.CreationException;
import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Module;
import com.google.inject.Stage;
import com.google.inject.spi.Message;
import dev.ingestion.app.config.Configuration;
import dev.ingestion.app.logging.LogFile;
import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The whole of it: assembled from modules and settings, started, used, closed. Thread-safe. */
public final class Platform implements AutoCloseable {
  private final Services services;
  private final Adapters adapters;
  private final Resources resources;
  private final LogFile logFile;

  private Platform(Injector injector) {
    services = injector.getInstance(Services.class);
    adapters = injector.getInstance(Adapters.class);
    resources = injector.getInstance(Resources.class);
    logFile = injector.getInstance(LogFile.class);
  }

  /**
   * Puts the parts together without starting any.
   *
   * @throws IngestionException CONFIGURATION_INVALID if a chosen adapter is not there or the
   *     modules do not fit together
   */
  public static Platform assemble(InstalledModules installed, Configuration configuration) {
    List<Module> modules = new ArrayList<>(installed.modules());
    modules.add(0, new PlatformModule(configuration));
    try {
      return new Platform(Guice.createInjector(Stage.PRODUCTION, modules));
    } catch (CreationException e) {
      throw translated(e);
    }
  }

  /** What a constructor said is clearer than that it failed. */
  private static IngestionException translated(CreationException e) {
    return e.getErrorMessages().stream()
        .map(Message::getCause)
        .filter(IngestionException.class::isInstance)
        .map(IngestionException.class::cast)
        .findFirst()
        .orElseGet(
            () ->
                new IngestionException(
                    ErrorCode.CONFIGURATION_INVALID,
                    "The installed modules do not fit together: "
                        + e.getErrorMessages().iterator().next().getMessage(),
                    e));
  }

  public Services services() {
    return services;
  }

  public Adapters adapters() {
    return adapters;
  }

  /** Where the log is written; empty if it is not. */
  public Optional<Path> log() {
    return logFile.isOpen() ? Optional.of(logFile.path()) : Optional.empty();
  }

  /**
   * @throws IngestionException of whatever cannot start; closing gives back what could
   */
  public void start() {
    resources.start();
  }

  /** Does nothing if it was closed before, and waits if another thread is closing it. */
  @Override
  public void close() {
    resources.close();
  }
}
