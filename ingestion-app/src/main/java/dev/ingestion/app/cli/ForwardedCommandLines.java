package dev.ingestion.app.cli;

import dev.ingestion.app.config.Setting;
import dev.ingestion.app.control.CommandClient;
import dev.ingestion.app.control.CommandHost;
import dev.ingestion.app.control.ControlEndpoint;
import dev.ingestion.app.control.ForwardedCommand;
import dev.ingestion.app.logging.Diversion;
import dev.ingestion.app.wiring.Platform;
import dev.ingestion.app.wiring.Services;
import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.KnowledgeBaseId;
import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Runs command lines that other processes have given, on this process's platform. */
final class ForwardedCommandLines implements CommandHost {
  private static final int BUFFER = 1 << 15;

  private final Platform platform;
  private final Supplier<Services> services;

  /**
   * @param services waits until the platform is up, and throws if it cannot start
   */
  ForwardedCommandLines(Platform platform, Supplier<Services> services) {
    this.platform = platform;
    this.services = services;
  }

  @Override
  public int run(ForwardedCommand command, CommandClient client) {
    Terminal terminal = terminal(command.screen(), client);
    tellSettings(command, terminal);
    return Cli.forwarded(terminal, client::located, service -> run(service, command, client))
        .run(command.arguments().toArray(String[]::new));
  }

  private int run(ServiceCommand service, ForwardedCommand command, CommandClient client) {
    if (service.needsToOwn()) {
      throw new IngestionException(
          ErrorCode.INVALID_ARGUMENT,
          "'%s' runs only where it is given, not in another process".formatted(service.name()));
    }
    @Nullable KnowledgeBaseId kb = service.carriesJobOf();
    client.begin(
        kb != null,
        () -> {
          service.tellInterrupted();
          service.answerInterrupted().run();
        });
    Diversion diversion =
        new Diversion(
            ControlEndpoint.CLIENT,
            Long.toString(command.pid()),
            kb == null ? null : kb.value(),
            service.terminal().err());
    try {
      return service.run(new Borrowed(client));
    } finally {
      diversion.close();
    }
  }

  /** A setting of the client that is another here would have made a difference there. */
  private void tellSettings(ForwardedCommand command, Terminal terminal) {
    Map<String, String> ours =
        platform.settings().stream().collect(Collectors.toMap(Setting::key, Setting::value));
    String ignored =
        new TreeMap<>(command.settings())
            .entrySet().stream()
                .filter(setting -> !setting.getValue().equals(ours.get(setting.getKey())))
                .map(setting -> setting.getKey() + " = " + setting.getValue())
                .collect(Collectors.joining(", "));
    if (!ignored.isEmpty()) {
      terminal
          .err()
          .println(
              "ingestion: The settings of process %d apply, which owns the data root; not used: %s"
                  .formatted(ProcessHandle.current().pid(), Words.printable(ignored)));
    }
  }

  private static Terminal terminal(ForwardedCommand.Screen screen, CommandClient client) {
    // On a terminal lines of both streams stand below each other in the order they were printed.
    boolean byLine = screen.styled() || screen.live();
    return new Terminal(
        new BufferedReader(client.in()),
        stream(client.out(), byLine),
        stream(client.err(), true),
        screen.interactive(),
        screen.styled(),
        screen.live(),
        screen.columns());
  }

  private static PrintStream stream(OutputStream raw, boolean byLine) {
    return new PrintStream(new BufferedOutputStream(raw, BUFFER), byLine, StandardCharsets.UTF_8);
  }

  /** The platform of this process, as a command of another one sees it. */
  private final class Borrowed implements RunningPlatform {
    private final CommandClient client;

    Borrowed(CommandClient client) {
      this.client = client;
    }

    @Override
    public Services services() {
      return services.get();
    }

    @Override
    public void serve() {
      throw new IllegalStateException("What serves is never given to another process");
    }

    @Override
    public boolean isServing() {
      return platform.isServing();
    }

    @Override
    public Optional<URI> url() {
      return platform.url();
    }

    @Override
    public Optional<Path> log() {
      return platform.log();
    }

    @Override
    public boolean interrupted() {
      return client.interrupted();
    }

    @Override
    public void awaitInterruption() {
      throw new IllegalStateException("What serves is never given to another process");
    }

    @Override
    public boolean left() {
      return client.left();
    }
  }
}
