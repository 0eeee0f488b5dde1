package dev.ingestion.app.cli;

import dev.ingestion.ports.in.DocumentInspector.ExplainedChunk;
import dev.ingestion.ports.in.DocumentInspector.Explanation;
import dev.ingestion.ports.in.view.ExplanationView;
import org.jspecify.annotations.Nullable;

/** How a document was seen. */
final class ExplanationReport {
  private final Terminal terminal;
  private final boolean json;

  ExplanationReport(Terminal terminal, boolean json) {
    this.terminal = terminal;
    this.json = json;
  }

  void print(Explanation explanation) {
    if (json) {
      Json.print(terminal.out(), ExplanationView.of(explanation));
    } else {
      printText(explanation);
    }
  }

  private void printText(Explanation explanation) {
    String path = explanation.document().path();
    terminal.out().println(terminal.bold(Words.printable(path)) + "  " + explanation.outcome());
    line("reason", sentence(explanation.reason()));
    line("type", explanation.mediaType());
    line("title", explanation.title());
    line("revision", explanation.revision());
    line("live", generation(explanation.liveGeneration()));
    line("pending", generation(explanation.pendingGeneration()));
    if (explanation.changed()) {
      line("note", "the content has changed since; 'ingest' would read it again");
    }
    line("chunks", Words.count(explanation.chunks().size()));
    explanation.chunks().forEach(this::print);
    if (!explanation.text().isEmpty()) {
      terminal.out().println("\n" + terminal.dim("Text as it was parsed"));
      explanation.text().lines().forEach(line -> terminal.out().println(Words.printable(line)));
    }
  }

  private void print(ExplainedChunk chunk) {
    String page = chunk.page() > 0 ? "page " + chunk.page() + ", " : "";
    String live = chunk.live() ? "" : ", not live";
    String headings = Words.oneLine(Words.headings(chunk.headings()));
    terminal
        .out()
        .println(
            "\n  %s%s"
                .formatted(
                    terminal.bold("#" + chunk.ordinal()),
                    headings.isEmpty() ? "" : "  " + headings));
    terminal
        .out()
        .println(
            "      "
                + terminal.dim(
                    "%scharacters %d to %d, %s, id %s%s"
                        .formatted(
                            page,
                            chunk.start(),
                            chunk.end(),
                            Words.count(chunk.tokens(), "token"),
                            chunk.chunkId(),
                            live)));
    chunk.text().lines().forEach(line -> terminal.out().println("      " + Words.printable(line)));
  }

  private void line(String label, @Nullable String value) {
    if (value != null && !value.isEmpty()) {
      terminal
          .out()
          .println(
              "  %s  %s".formatted(terminal.dim("%-8s".formatted(label)), Words.oneLine(value)));
    }
  }

  private static @Nullable String sentence(@Nullable String reason) {
    return reason == null ? null : Words.sentence(reason);
  }

  private static @Nullable String generation(@Nullable Long number) {
    return number == null ? null : "generation " + number;
  }
}
