package dev.ingestion.app.cli;

import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.KnowledgeBaseId;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Leaves a command to the process that it was given to, when this one is told to end. A script that
 * asked for JSON is told how the job stands then.
 */
final class Leaving implements AutoCloseable {
  private final ServiceCommand command;
  private final String owner;
  private final Function<List<String>, String> other;
  private final ClaimedOutput claimed;
  private final PrintStream out;
  private final Interruption interruption;

  /**
   * @param owner for example "process 4711"
   * @param other runs another command line there and gives what it printed; throws an
   *     IngestionException if it cannot
   */
  Leaving(ServiceCommand command, String owner, Function<List<String>, String> other) {
    this.command = command;
    this.owner = owner;
    this.other = other;
    this.claimed = new ClaimedOutput(command.terminal().out());
    this.out = new PrintStream(claimed, false, StandardCharsets.UTF_8);
    this.interruption = new Interruption(this::leave);
  }

  /** Where the command prints. */
  PrintStream out() {
    return out;
  }

  static String printed(Consumer<PrintStream> printing) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream stream = new PrintStream(bytes, false, StandardCharsets.UTF_8);
    printing.accept(stream);
    stream.flush();
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private void leave() {
    command.tellLeft(owner);
    KnowledgeBaseId kb = command.owesStateOf();
    if (kb != null && claimed.claim()) {
      answer(kb);
      command.terminal().out().flush();
    }
  }

  private void answer(KnowledgeBaseId kb) {
    try {
      String state = other.apply(List.of(StatusCommand.NAME, kb.value(), JsonOption.NAME));
      command.terminal().out().print(state);
    } catch (IngestionException e) {
      new ErrorReporter(command.terminal()).report(e, true, null);
    }
  }

  @Override
  public void close() {
    interruption.disarm();
  }
}
