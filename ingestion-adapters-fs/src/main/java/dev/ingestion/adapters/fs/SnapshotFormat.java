package dev.ingestion.adapters.fs;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.ports.out.JobSnapshot;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The JSON of a snapshot: its format, the state, and a checksum by which a torn or edited file is
 * known.
 */
final class SnapshotFormat {
  /** Format 1 had neither pipeline nor sources. */
  static final int VERSION = 2;

  // Decimals stay as they are written, or the checksum of what was read would be another.
  private final JsonMapper mapper =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  byte[] write(JobSnapshot snapshotted) {
    try {
      // Through text, so that the checksum is that of the tree which a reader gets.
      JsonNode content = mapper.readTree(mapper.writeValueAsBytes(StateSnapshot.of(snapshotted)));
      ObjectNode snapshot = mapper.createObjectNode();
      snapshot.put("format", VERSION);
      snapshot.put("checksum", checksum(content));
      snapshot.set("state", content);
      return mapper.writerWithDefaultPrettyPrinter().writeValueAsBytes(snapshot);
    } catch (IOException e) {
      throw new IllegalStateException("A state can always be written as JSON", e);
    }
  }

  /**
   * @throws Damaged saying why nothing can be made of it
   */
  JobSnapshot read(byte[] json) throws Damaged {
    try {
      JsonNode snapshot = mapper.readTree(json);
      int format = snapshot.path("format").asInt();
      if (format > VERSION) {
        throw new Damaged(
            "it has format %d of a newer version of this program, which reads formats up to %d"
                .formatted(format, VERSION),
            null);
      }
      JsonNode content = snapshot.path("state");
      if (!checksum(content).equals(snapshot.path("checksum").asText())) {
        throw new Damaged("its checksum does not fit its content", null);
      }
      return mapper.treeToValue(content, StateSnapshot.class).toSnapshot();
    } catch (IOException | DateTimeException | ArithmeticException | IngestionException e) {
      throw new Damaged("it is no snapshot: " + firstLine(e), e);
    }
  }

  private String checksum(JsonNode content) throws JsonProcessingException {
    try {
      byte[] bytes = mapper.writeValueAsBytes(content);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256", e);
    }
  }

  private static String firstLine(Exception e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }

  /** Nothing can be made of a snapshot; the message says why. */
  static final class Damaged extends Exception {
    private static final long serialVersionUID = 1L;

    Damaged(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }
}
