package dev.ingestion.adapters.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.type.LogicalType;
import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.ports.in.view.JobView;
import dev.ingestion.ports.in.view.RepairView;
import dev.ingestion.ports.in.view.SearchView;
import dev.ingestion.ports.in.view.VerificationView;
import io.javalin.json.JsonMapper;
import java.io.IOException;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Records as JSON in snake case, and back without any leniency. Thread-safe. */
final class JsonCodec implements JsonMapper {
  private final ObjectMapper mapper =
      com.fasterxml.jackson.databind.json.JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_NUMBERS_FOR_ENUMS)
          .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
          .withCoercionConfig(
              LogicalType.Textual,
              text ->
                  List.of(
                          CoercionInputShape.Integer,
                          CoercionInputShape.Float,
                          CoercionInputShape.Boolean)
                      .forEach(shape -> text.setCoercion(shape, CoercionAction.Fail)))
          .defaultSetterInfo(JsonSetter.Value.forContentNulls(Nulls.FAIL))
          .addMixIn(JobView.class, JobKeys.class)
          .addMixIn(SearchView.HitView.class, SourceKey.class)
          .addMixIn(VerificationView.FindingView.class, SourceKey.class)
          .addMixIn(RepairView.UnmendableView.class, SourceKey.class)
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
   * @throws IngestionException INVALID_ARGUMENT if it is no JSON document of this type, or whatever
   *     the type says of its values
   */
  <T> T read(byte[] document, Class<T> type) {
    try {
      T value = mapper.readValue(document, type);
      if (value == null) {
        throw malformed("the body is null where an object is wanted", null);
      }
      return value;
    } catch (JsonParseException e) {
      throw malformed("the body is no JSON: " + e.getOriginalMessage(), e);
    } catch (UnrecognizedPropertyException e) {
      throw malformed(
          "the key '%s' is unknown; %s"
              .formatted(
                  path(e),
                  Listed.thereAre(
                      e.getKnownPropertyIds().stream().map(String::valueOf).sorted().toList())),
          e);
    } catch (JsonMappingException e) {
      throw refused(e);
    } catch (IOException e) {
      throw malformed("the body is no JSON", e);
    }
  }

  private static IngestionException refused(JsonMappingException e) {
    for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof IngestionException stated) {
        return stated;
      }
      if (cause instanceof IllegalArgumentException stated) {
        return malformed(Objects.requireNonNullElse(stated.getMessage(), "a value is wrong"), e);
      }
    }
    String path = path(e);
    return malformed(
        path.isEmpty()
            ? "the body does not have the form that the API's description gives"
            : "the value of '%s' is missing, or not of the kind that the API's description gives"
                .formatted(path),
        e);
  }

  private static String path(JsonMappingException e) {
    return e.getPath().stream()
        .map(
            step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : step.getFieldName())
        .collect(Collectors.joining("."));
  }

  private static IngestionException malformed(String why, @Nullable Throwable cause) {
    return new IngestionException(
        ErrorCode.INVALID_ARGUMENT, "The request cannot be read: " + why + ". See /docs", cause);
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
