package dev.ingestion.app.cli;

import dev.ingestion.app.wiring.Services;
import dev.ingestion.domain.KnowledgeBaseId;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * A command that needs the platform. It runs in the process that owns the data root, which need not
 * be the one in which it was given: what it asks of the world, it asks of {@link #terminal} and
 * {@link #located}.
 */
abstract class ServiceCommand implements Callable<Integer> {
  private final CommandContext context;
  private final AtomicBoolean answered = new AtomicBoolean();
  private @Nullable RunningPlatform platform;

  @Spec CommandSpec spec = CommandSpec.create();

  ServiceCommand(CommandContext context) {
    this.context = context;
  }

  /**
   * @return the exit code
   */
  abstract int run(Services services);

  /** Whether the person asked for JSON. */
  abstract boolean json();

  /** Says what becomes of the work when the process that does it is told to end. */
  void tellInterrupted() {}

  /**
   * The knowledge base of whose job this command tells in one JSON document, also if it does not
   * see the job's end; null if it does not.
   */
  @Nullable KnowledgeBaseId owesStateOf() {
    return null;
  }

  /** That document, for a process that is told to end; asked for only if one is owed. */
  Object stateAtInterrupt() {
    throw new IllegalStateException("Command %s owes no state".formatted(name()));
  }

  /**
   * What a script is answered when the process that does the work is told to end.
   *
   * @return prints it; to be run last, since whoever reads may be slow
   */
  final Runnable answerInterrupted() {
    if (owesStateOf() == null || !answers()) {
      return () -> {};
    }
    Object state = stateAtInterrupt();
    return () -> {
      Json.print(terminal().out(), state);
      terminal().out().flush();
    };
  }

  /** Whether nobody was told to answer yet: there is one answer, and two threads may have one. */
  final boolean answers() {
    return answered.compareAndSet(false, true);
  }

  /**
   * Says what becomes of the work when the person leaves it to the process that does it.
   *
   * @param owner for example "process 4711"
   */
  void tellLeft(String owner) {}

  /**
   * Whether it takes so long that meanwhile other processes should be able to give commands to this
   * one.
   */
  boolean servesOthers() {
    return false;
  }

  /** Whether it works only in the process in which it was given. */
  boolean needsToOwn() {
    return false;
  }

  /**
   * The knowledge base whose job this command starts and stays with; null if it does not. Such a
   * command goes on if the person who gave it to another process leaves, and that process ends no
   * sooner than the command.
   */
  @Nullable KnowledgeBaseId carriesJobOf() {
    return null;
  }

  /** Settings that its options stand for, by key. */
  Map<String, String> settings() {
    return Map.of();
  }

  /** As it is given, for example "dlq purge". */
  final String name() {
    String program = spec.root().name();
    return spec.qualifiedName().substring(program.length()).strip();
  }

  final Terminal terminal() {
    return context.terminal();
  }

  /** A path or URL from the command line, such that it means what the person meant. */
  final String located(String given) {
    return context.located(given);
  }

  final boolean interrupted() {
    return platform != null && platform.interrupted();
  }

  /** Whether whoever gave this command to another process has left it there. */
  final boolean left() {
    return platform != null && platform.left();
  }

  /** What this command runs on. */
  final RunningPlatform platform() {
    RunningPlatform on = platform;
    if (on == null) {
      throw new IllegalStateException("Command %s does not run yet".formatted(name()));
    }
    return on;
  }

  @Override
  public final Integer call() {
    return context.runner().run(this);
  }

  /** Reports a failure while the log is still open. */
  final int run(RunningPlatform on) {
    platform = on;
    try {
      return run(on.services());
    } catch (CancellationException e) {
      throw e; // nobody is there to be told
    } catch (RuntimeException e) {
      return interrupted() || !answers()
          ? ExitCode.INTERRUPTED
          : new ErrorReporter(terminal()).report(e, json(), on.log().orElse(null));
    }
  }
}
