package dev.ingestion.adapters.lucene;

import dev.ingestion.ports.out.HealthCheck;
import jakarta.inject.Inject;
import java.util.Optional;

/** Whether every index that is open can be written to. */
final class IndexCheck implements HealthCheck {
  private final LuceneChunkIndex index;

  @Inject
  IndexCheck(LuceneChunkIndex index) {
    this.index = index;
  }

  @Override
  public String name() {
    return "index";
  }

  @Override
  public Optional<String> problem() {
    return index
        .ended()
        .map(
            ref ->
                "The index of knowledge base %s has stopped because it could not be written; it is opened again by the next job or search there. See the log for why"
                    .formatted(ref.kb()));
  }
}
