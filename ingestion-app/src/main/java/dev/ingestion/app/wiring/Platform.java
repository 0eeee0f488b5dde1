package dev.ingestion.app.wiring;

import com.google.inject.CreationException;
import com.google.inject.Guice;
import com.google.inject.Injector;
import com.google.inject.Key;
import com.google.inject.Module;
import com.google.inject.Stage;
import com.google.inject.spi.Message;
import dev.ingestion.app.config.Configuration;
import dev.ingestion.app.config.Setting;
import dev.ingestion.app.control.OfferedCommands;
import dev.ingestion.app.logging.LogFile;
import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.ports.out.ListeningAddress;
import dev.ingestion.ports.out.ManagedResource;
import dev.ingestion.ports.out.OwnerNotice;
import java.net.URI;
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
  private final Optional<OwnerNotice> notice;
  private final Optional<ListeningAddress> address;
  private final OfferedCommands commands;
  private final List<Setting> settings;
  private volatile boolean serving;

  private Platform(Injector injector, List<Setting> settings) {
    services = injector.getInstance(Services.class);
    adapters = injector.getInstance(Adapters.class);
    resources = injector.getInstance(Resources.class);
    logFile = injector.getInstance(LogFile.class);
    notice = injector.getInstance(new Key<Optional<OwnerNotice>>() {});
    address = injector.getInstance(new Key<Optional<ListeningAddress>>() {});
    commands = injector.getInstance(OfferedCommands.class);
    this.settings = settings;
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
      return new Platform(
          Guice.createInjector(Stage.PRODUCTION, modules), configuration.settings());
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

  /** Everything that is set. */
  public List<Setting> settings() {
    return settings;
  }

  /** Where to say how this process is reached; empty if the data root needs no owner. */
  public Optional<OwnerNotice> notice() {
    return notice;
  }

  /** Where this process is reached from outside; empty unless it serves. */
  public Optional<URI> url() {
    return address.flatMap(ListeningAddress::url);
  }

  /** What others give this process to run, by a way in that is one of its parts. */
  public OfferedCommands commands() {
    return commands;
  }

  /**
   * Makes this process the owner of the data root, and starts nothing else.
   *
   * @throws dev.ingestion.ports.out.DataRootInUseException if another process is its owner
   */
  public void claim() {
    resources.start(ManagedResource.Phase.LOCK);
  }

  /**
   * Starts what was not started yet.
   *
   * @throws IngestionException of whatever cannot start; closing gives back what could
   */
  public void start() {
    resources.start(ManagedResource.Phase.ENGINE);
  }

  /**
   * Starts what only a process does that stays to serve.
   *
   * @throws IngestionException of whatever cannot start; closing gives back what could
   */
  public void serve() {
    serving = true; // before, for commands come in as soon as it does
    resources.start(ManagedResource.Phase.SERVE);
  }

  /** Whether this process stays to serve. */
  public boolean isServing() {
    return serving;
  }

  /** Does nothing if it was closed before, and waits if another thread is closing it. */
  @Override
  public void close() {
    resources.close();
  }
}
