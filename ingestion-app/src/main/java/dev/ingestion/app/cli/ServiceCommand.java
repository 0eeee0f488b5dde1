package dev.ingestion.app.cli;

import dev.ingestion.app.wiring.Platform;
import dev.ingestion.app.wiring.Services;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** A command that needs the platform: starts it, runs, and closes it whatever happens. */
abstract class ServiceCommand implements Callable<Integer> {
  private final CommandContext context;
  private @Nullable Interruption interruption;

  ServiceCommand(CommandContext context) {
    this.context = context;
  }

  /**
   * @return the exit code
   */
  abstract int run(Services services);

  /** Whether the person asked for JSON. */
  abstract boolean json();

  /** Says what becomes of the work when the process is told to end. */
  void tellInterrupted() {}

  final Terminal terminal() {
    return context.terminal();
  }

  final boolean interrupted() {
    return interruption != null && interruption.requested();
  }

  @Override
  public final Integer call() {
    try (Platform platform = context.assemble();
        Interruption watch = new Interruption(platform, this::tellInterrupted)) {
      interruption = watch;
      return attempt(platform);
    }
  }

  /** Reports a failure while the log is still open. */
  private int attempt(Platform platform) {
    try {
      platform.start();
      return run(platform.services());
    } catch (RuntimeException e) {
      return interrupted()
          ? ExitCode.INTERRUPTED
          : new ErrorReporter(terminal()).report(e, json(), platform.log().orElse(null));
    }
  }
}
