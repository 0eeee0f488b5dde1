package dev.ingestion.app.cli;

import dev.ingestion.app.wiring.Services;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.ports.in.DeadLetterService.DeadLetter;
import dev.ingestion.ports.in.DeadLetterService.Details;
import dev.ingestion.ports.in.view.LetterDetailsView;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "show",
    header = "Shows a dead letter with its error and its text.",
    footer = {"%nExample:", "  ingestion dlq show handbook 7"})
final class DlqShowCommand extends ServiceCommand {
  @Parameters(index = "0", paramLabel = "ID", description = "The knowledge base.")
  KnowledgeBaseId kb = new KnowledgeBaseId("none");

  @Parameters(index = "1", paramLabel = "LETTER", description = "Number of the letter.")
  long id;

  @Mixin JsonOption json = new JsonOption();

  DlqShowCommand(CommandContext context) {
    super(context);
  }

  @Override
  boolean json() {
    return json.wanted;
  }

  @Override
  int run(Services services) {
    Details details = services.deadLetters().show(kb, id);
    if (json()) {
      Json.print(terminal().out(), LetterDetailsView.of(details));
    } else {
      print(details);
    }
    return ExitCode.COMPLETED;
  }

  private void print(Details details) {
    DeadLetter letter = details.letter();
    terminal().out().println(terminal().bold("#" + letter.id()));
    line("document", Words.printable(letter.document().path()));
    line("chunk", letter.ordinal() == null ? "all of it" : letter.ordinal().toString());
    line("stage", letter.stage());
    line("error", letter.code() + ": " + Words.oneLine(letter.message()));
    line("attempts", Words.count(letter.attempts()));
    line("first", Words.time(letter.firstAt()));
    line("last", Words.time(letter.lastAt()));
    line("job", letter.job().value());
    section(details.text());
    section(details.stack());
  }

  private void line(String label, String value) {
    terminal().out().println("  %s  %s".formatted(terminal().dim("%-8s".formatted(label)), value));
  }

  /** Line by line, since line breaks are the only control characters that belong there. */
  private void section(@Nullable String text) {
    if (text != null && !text.isBlank()) {
      terminal().out().println();
      text.lines()
          .map(line -> Words.printable(line.replace("\t", "    ")))
          .forEach(terminal().out()::println);
    }
  }
}
