package dev.ingestion.adapters.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.ports.in.view.JobView;
import dev.ingestion.ports.in.view.SearchView;
import io.javalin.json.JsonMapper;
import java.io.IOException;
import java.lang.reflect.Type;

/** Records as JSON in snake case, and back without any leniency. Thread-safe. */
final class JsonCodec implements JsonMapper {
  private final ObjectMapper mapper =
      com.fasterxml.jackson.databind.json.JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .addMixIn(JobView.class, JobKeys.class)
          .addMixIn(SearchView.HitView.class, HitKeys.class)
          .build();

  @Override
  public String toJsonString(Object document, Type type) {
    try {
      return mapper.writeValueAsString(document);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Cannot be written as JSON: " + document, e);
    }
  }

  /**
   * @throws IngestionException INVALID_ARGUMENT if it is no JSON document of this type
   */
  <T> T read(byte[] document, Class<T> type) {
    try {
      return mapper.readValue(document, type);
    } catch (IOException e) {
      throw new IngestionException(
          ErrorCode.INVALID_ARGUMENT, "The request cannot be read: the body is malformed", e);
    }
  }

  /** The keys of a {@link JobView} that are left out. */
  interface JobKeys {
    @JsonInclude(JsonInclude.Include.NON_NULL)
    Object events();

    @JsonInclude(JsonInclude.Include.NON_NULL)
    Object schedule();
  }

  /** The key of a {@link SearchView.HitView} that is left out. */
  interface HitKeys {
    @JsonInclude(JsonInclude.Include.NON_NULL)
    Object source();
  }
}
