package dev.ingestion.app.cli;

import dev.ingestion.app.wiring.Services;
import dev.ingestion.domain.DocumentKey;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.SourceName;
import dev.ingestion.ports.in.DocumentInspector.Explanation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "explain",
    header = "Shows how one document was seen.",
    description = "Its type, text and chunks, what became of it, and why it was skipped or failed.",
    footer = {"%nExample:", "  ingestion explain handbook guides/setup.md"})
final class ExplainCommand extends ServiceCommand {
  @Parameters(index = "0", paramLabel = "ID", description = "The knowledge base.")
  KnowledgeBaseId kb = new KnowledgeBaseId("none");

  @Parameters(
      index = "1",
      paramLabel = "DOCUMENT",
      description = "Its path below the source's folder, as search shows it.")
  String document = "";

  @Option(
      names = "--source",
      paramLabel = "NAME",
      description = "The source, if the knowledge base has several.")
  SourceName source = SourceName.DEFAULT;

  @Mixin JsonOption json = new JsonOption();

  ExplainCommand(CommandContext context) {
    super(context);
  }

  @Override
  boolean json() {
    return json.wanted;
  }

  @Override
  int run(Services services) {
    Explanation explanation = services.inspector().explain(kb, new DocumentKey(source, document));
    new ExplanationReport(terminal(), json()).print(explanation);
    return ExitCode.COMPLETED;
  }
}
