package dev.ingestion.app.cli;

import dev.ingestion.app.wiring.Services;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.ports.in.DeadLetterService.DeadLetter;
import dev.ingestion.ports.in.view.LetterView;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "list",
    header = "Lists the dead letters of a knowledge base.",
    footer = {
      "%nExamples:",
      "  ingestion dlq list handbook",
      "  ingestion dlq list handbook --code EMBEDDING_INPUT_TOO_LONG"
    })
final class DlqListCommand extends ServiceCommand {
  @Parameters(index = "0", paramLabel = "ID", description = "The knowledge base.")
  KnowledgeBaseId kb = new KnowledgeBaseId("none");

  @Mixin LetterFilter.Parts parts = new LetterFilter.Parts();

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "At most this many letters; otherwise 100.")
  int limit = 100;

  @Mixin JsonOption json = new JsonOption();

  DlqListCommand(CommandContext context) {
    super(context);
  }

  @Override
  boolean json() {
    return json.wanted;
  }

  @Override
  int run(Services services) {
    List<DeadLetter> letters = services.deadLetters().list(kb, parts.filter(), 0, limit);
    long total = services.deadLetters().count(kb, parts.filter());
    if (json()) {
      Json.print(
          terminal().out(), new LettersView(total, letters.stream().map(LetterView::of).toList()));
    } else if (letters.isEmpty()) {
      terminal()
          .out()
          .println("Knowledge base '%s' has no dead letter%s.".formatted(kb, parts.inWords()));
    } else {
      print(letters, total);
    }
    return ExitCode.COMPLETED;
  }

  private void print(List<DeadLetter> letters, long total) {
    Table table = new Table("letter", "document", "chunk", "stage", "code", "attempts", "last", "");
    for (DeadLetter letter : letters) {
      table.row(
          "#" + letter.id(),
          letter.document().path(),
          letter.ordinal() == null ? "all" : letter.ordinal().toString(),
          letter.stage(),
          letter.code(),
          (long) letter.attempts(),
          Words.time(letter.lastAt()),
          letter.replaying() ? "replaying" : "");
    }
    table.print(terminal());
    if (total > letters.size()) {
      terminal()
          .out()
          .println(
              "  and %s more; --limit shows them".formatted(Words.count(total - letters.size())));
    }
  }

  private record LettersView(long total, List<LetterView> letters) {}
}
