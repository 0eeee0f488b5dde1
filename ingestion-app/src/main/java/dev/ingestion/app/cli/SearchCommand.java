package dev.ingestion.app.cli;

import dev.ingestion.app.wiring.Services;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.job.IngestionState;
import dev.ingestion.domain.job.JobStatus;
import dev.ingestion.ports.in.SearchService;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "search",
    header = "Finds the passages that answer a question.",
    footer = {
      "%nExamples:",
      "  ingestion search handbook \"how do I resume a job\"",
      "  ingestion search handbook lease --mode text --limit 3",
      "  ingestion search handbook -- -x"
    })
final class SearchCommand extends ServiceCommand {
  @Parameters(index = "0", paramLabel = "ID", description = "The knowledge base.")
  KnowledgeBaseId kb = new KnowledgeBaseId("none");

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "QUERY",
      description = "A question or some words; one that begins with '-' goes behind '--'.")
  List<String> query = new ArrayList<>();

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "Show at most this many passages, 1 to 1000; 10 unless given.")
  int limit = 10;

  @Option(
      names = "--mode",
      paramLabel = "MODE",
      description = "By meaning (vector), by words (text), or both (hybrid, the default).")
  SearchService.Mode mode = SearchService.Mode.HYBRID;

  @Mixin JsonOption json = new JsonOption();

  SearchCommand(CommandContext context) {
    super(context);
  }

  @Override
  boolean json() {
    return json.wanted;
  }

  @Override
  int run(Services services) {
    SearchService.Result result =
        services.search().search(kb, String.join(" ", query), limit, mode);
    boolean manySources = services.knowledgeBases().hasManySources(kb);
    Optional<IngestionState> latest =
        result.hits().isEmpty() ? services.ingestion().status(kb) : Optional.empty();
    new SearchReport(terminal(), manySources, json()).print(result);
    latest.ifPresent(this::tellWhatIsNotThereYet);
    return ExitCode.COMPLETED;
  }

  /** Nothing may have been found because it was not indexed. */
  private void tellWhatIsNotThereYet(IngestionState latest) {
    if (latest.status() != JobStatus.COMPLETED) {
      terminal()
          .err()
          .println(
              "ingestion: The latest job of %s is %s, so not all of it may be searchable; see 'ingestion status %s'"
                  .formatted(kb, latest.status().inWords(), kb));
    }
  }
}
