package dev.ingestion.app.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.ingestion.app.wiring.Services;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.ports.in.VerificationService.ExportedChunk;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "export",
    header = "Prints every searchable chunk as a line of JSON.",
    footer = {"%nExample:", "  ingestion export handbook > handbook.jsonl"})
final class ExportCommand extends ServiceCommand {
  @Parameters(paramLabel = "ID", description = "The knowledge base.")
  KnowledgeBaseId kb = new KnowledgeBaseId("none");

  ExportCommand(CommandContext context) {
    super(context);
  }

  @Override
  boolean json() {
    return false;
  }

  @Override
  boolean servesOthers() {
    return true;
  }

  @Override
  int run(Services services) {
    boolean manySources = services.knowledgeBases().hasManySources(kb);
    services
        .verification()
        .export(kb, chunk -> Json.print(terminal().out(), ChunkView.of(chunk, manySources)));
    return ExitCode.COMPLETED;
  }

  private record ChunkView(
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String source,
      String document,
      String revision,
      String chunkId,
      int ordinal,
      String text) {
    static ChunkView of(ExportedChunk chunk, boolean manySources) {
      return new ChunkView(
          manySources ? chunk.source() : null,
          chunk.document(),
          chunk.revision(),
          chunk.chunkId(),
          chunk.ordinal(),
          chunk.text());
    }
  }
}
