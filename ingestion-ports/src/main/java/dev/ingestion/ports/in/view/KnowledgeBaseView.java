package dev.ingestion.ports.in.view;

import dev.ingestion.domain.job.IngestionState;
import dev.ingestion.ports.in.KnowledgeBaseService.Source;
import dev.ingestion.ports.in.KnowledgeBaseService.Summary;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A knowledge base, what is in it, and its latest job.
 *
 * @param location where its index and snapshot lie; null if not on this machine
 */
public record KnowledgeBaseView(
    String kbId,
    long documents,
    long chunks,
    List<SourceView> sources,
    @Nullable String location,
    @Nullable String jobId,
    @Nullable String status) {

  public static KnowledgeBaseView of(Summary summary) {
    @Nullable IngestionState state = summary.state();
    return new KnowledgeBaseView(
        summary.kb().value(),
        summary.documents(),
        summary.chunks(),
        summary.sources().stream().map(SourceView::of).toList(),
        summary.location() == null ? null : summary.location().toString(),
        state == null ? null : state.job().value(),
        state == null ? null : state.status().name());
  }

  public record SourceView(String name, String root) {
    public static SourceView of(Source source) {
      return new SourceView(source.name().value(), source.root());
    }
  }
}
