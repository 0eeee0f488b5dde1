package dev.ingestion.app.cli;

import dev.ingestion.app.wiring.Services;
import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.ports.in.KnowledgeBaseService.Summary;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "delete",
    header = "Deletes a knowledge base with its index. Asks first.",
    footer = {"%nExamples:", "  ingestion delete handbook", "  ingestion delete handbook --yes"})
final class DeleteCommand extends ServiceCommand {
  private static final Set<String> YES = Set.of("y", "yes");

  @Parameters(paramLabel = "ID", description = "The knowledge base.")
  KnowledgeBaseId kb = new KnowledgeBaseId("none");

  @Option(names = "--yes", description = "Do not ask.")
  boolean yes;

  @Mixin JsonOption json = new JsonOption();

  DeleteCommand(CommandContext context) {
    super(context);
  }

  @Override
  boolean json() {
    return json.wanted;
  }

  @Override
  int run(Services services) {
    Summary summary = services.knowledgeBases().summary(kb);
    if (!yes && !confirmed(summary)) {
      terminal().err().println("Nothing was deleted.");
      return ExitCode.FAILED;
    }
    services.knowledgeBases().delete(kb);
    if (json()) {
      Json.print(terminal().out(), new Deleted(kb.value(), true));
    } else {
      terminal().out().println("Deleted %s.".formatted(kb));
    }
    return ExitCode.COMPLETED;
  }

  private boolean confirmed(Summary summary) {
    if (!terminal().interactive()) {
      throw new IngestionException(
          ErrorCode.INVALID_ARGUMENT,
          "Deleting %s needs --yes where nobody can be asked".formatted(kb));
    }
    terminal()
        .err()
        .print(
            "Delete %s with %s and everything known of it? [y/N] "
                .formatted(kb, Words.count(summary.documents(), "document")));
    terminal().err().flush();
    @Nullable String answer = answer();
    return answer != null && YES.contains(answer.strip().toLowerCase(Locale.ROOT));
  }

  private @Nullable String answer() {
    try {
      return terminal().in().readLine();
    } catch (IOException e) {
      throw new UncheckedIOException("The answer cannot be read", e);
    }
  }

  private record Deleted(String kbId, boolean deleted) {}
}
