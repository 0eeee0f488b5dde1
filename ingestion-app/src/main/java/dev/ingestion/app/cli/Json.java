package dev.ingestion.app.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.ingestion.ports.in.view.JobView;
import dev.ingestion.ports.in.view.RepairView;
import dev.ingestion.ports.in.view.SearchView;
import dev.ingestion.ports.in.view.VerificationView;
import java.io.PrintStream;

/** Writes records as JSON documents, one a line, their components in snake case. */
final class Json {
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .addMixIn(JobView.class, JobKeys.class)
          .addMixIn(SearchView.HitView.class, SourceKey.class)
          .addMixIn(VerificationView.FindingView.class, SourceKey.class)
          .addMixIn(RepairView.UnmendableView.class, SourceKey.class)
          .build();

  private Json() {}

  static void print(PrintStream out, Object document) {
    try {
      out.println(MAPPER.writeValueAsString(document));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Cannot be written as JSON: " + document, e);
    }
  }

  /** The keys of a {@link JobView} that are left out. */
  interface JobKeys {
    @JsonInclude(JsonInclude.Include.NON_NULL)
    Object events();

    @JsonInclude(JsonInclude.Include.NON_NULL)
    Object schedule();
  }

  /** The key that is left out where a knowledge base has but one source. */
  interface SourceKey {
    @JsonInclude(JsonInclude.Include.NON_NULL)
    Object source();
  }
}
