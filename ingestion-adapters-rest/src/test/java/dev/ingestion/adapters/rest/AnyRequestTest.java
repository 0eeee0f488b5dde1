package dev.ingestion.adapters.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ingestion.adapters.rest.OpenApi.Operation;
import dev.ingestion.domain.KnowledgeBaseSettings.Kind;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map.Entry;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/**
 * Sends what the description allows, and what it does not, to every operation of the API. Whatever
 * comes, it is answered as described, and with no 5xx.
 */
final class AnyRequestTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String[] ODD = {
    "",
    " ",
    "..",
    ".",
    "%",
    "%2e",
    "a/b",
    "é",
    "\u0000",
    "null",
    "-1",
    "0",
    "1e9",
    "\"",
    "{}",
    "'",
    "99999999999999999999",
    "x".repeat(300),
    "handbook",
    "default",
    "\uD83D\uDE00",
    "\u202E",
    "*"
  };

  private static Api api;

  @BeforeContainer
  static void start() {
    api = new Api();
  }

  @AfterContainer
  static void stop() {
    api.close();
  }

  @Provide
  Arbitrary<Operation> operations() {
    List<String> served = api.routes();
    return Arbitraries.of(
        api.description.operations().stream()
            .filter(operation -> served.contains(operation.toString()))
            .filter(operation -> !isEndless(operation))
            .toList());
  }

  /** Event streams end with their client; they have tests of their own. */
  private static boolean isEndless(Operation operation) {
    return !operation
        .about()
        .at("/responses/200/content")
        .path("text/event-stream")
        .isMissingNode();
  }

  /**
   * The same requests each time, so that a build fails by what it changed; without the seed and
   * with more tries it goes on looking.
   *
   * @param broken how much of it is, of ten parts
   */
  @Property(tries = 1000, seed = "20261129")
  void everyRequestIsAnsweredAsDescribedAndNoneWithA5xx(
      @ForAll("operations") Operation operation, @ForAll long seed, @ForAll("shares") int broken) {
    Request request = new Request(new Random(seed), broken);
    String path = request.path(operation);
    BodyPublisher body = request.body(operation);

    Api.Answer answer = api.send(operation.method(), path, body, request.headers());

    assertThat(answer.status()).as(operation + " at " + path).isLessThan(500);
    if (!api.engine.bases.containsKey("handbook")) {
      api.engine.create(FakeEngine.HANDBOOK, FakeEngine.settings(Kind.FOLDER, "/srv"));
    }
  }

  @Provide
  Arbitrary<Integer> shares() {
    return Arbitraries.of(0, 0, 1, 3, 6, 10);
  }

  /** One request, valid but for the parts that chance breaks. */
  private static final class Request {
    private final Random random;
    private final int broken;
    private final List<String> headers = new ArrayList<>();

    Request(Random random, int broken) {
      this.random = random;
      this.broken = broken;
    }

    private boolean breaks() {
      return random.nextInt(10) < broken;
    }

    private boolean breaksSeldom() {
      return random.nextInt(100) < broken * broken;
    }

    private String odd() {
      return ODD[random.nextInt(ODD.length)];
    }

    String path(Operation operation) {
      String path = operation.path();
      List<String> query = new ArrayList<>();
      for (JsonNode parameter : operation.parameters()) {
        String name = parameter.path("name").asText();
        String value =
            breaks() ? odd() : known(name, api.description.resolved(parameter.path("schema")));
        switch (parameter.path("in").asText()) {
          case "path" -> path = path.replace("{" + name + "}", encoded(value));
          case "query" -> {
            if (parameter.path("required").asBoolean() != breaks() || random.nextBoolean()) {
              query.add(name + "=" + encoded(value));
            }
          }
          default -> {
            String ascii = value.replaceAll("[^ -~]", "?");
            if (random.nextBoolean()) {
              headers.addAll(List.of(name, name.equals("If-Match") ? "\"1\"" : ascii));
            }
          }
        }
      }
      if (breaks()) {
        query.add(encoded(odd()) + "=" + encoded(odd()));
      }
      return query.isEmpty() ? path : path + "?" + String.join("&", query);
    }

    /** A value that is likely to be there. */
    private String known(String name, JsonNode schema) {
      return switch (name) {
        case "kb_id" -> random.nextInt(5) > 0 ? "handbook" : "inbox";
        case "source" -> "default";
        case "job_id" -> "job-1";
        case "path" -> random.nextBoolean() ? "a.md" : "sub/c d.pdf";
        case "cursor" -> Query.cursor(List.of("1", "job-1", "default/a.md").get(random.nextInt(3)));
        default -> value(schema, 0).asText();
      };
    }

    private static String encoded(String value) {
      return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }

    BodyPublisher body(Operation operation) {
      JsonNode content = operation.about().path("requestBody").path("content");
      if (content.isMissingNode()) {
        return breaks() ? typed("application/json", "{}") : BodyPublishers.noBody();
      }
      String type = content.fieldNames().next();
      if (!type.equals("application/json")) {
        return typed(type, "some bytes");
      }
      if (breaksSeldom()) {
        return typed(random.nextBoolean() ? type : "text/plain", odd());
      }
      return typed(type, value(content.path(type).path("schema"), 0).toString());
    }

    private BodyPublisher typed(String type, String body) {
      headers.addAll(List.of("Content-Type", type));
      return BodyPublishers.ofString(body);
    }

    String[] headers() {
      return headers.toArray(String[]::new);
    }

    /** A value of a schema, or of none. */
    private JsonNode value(JsonNode node, int depth) {
      JsonNode schema = api.description.resolved(node);
      if (breaksSeldom()) {
        return wrong(depth);
      }
      if (schema.has("enum")) {
        JsonNode words = schema.path("enum");
        return words.get(random.nextInt(words.size()));
      }
      JsonNode type = schema.path("type");
      return switch (type.isArray() ? type.get(0).asText() : type.asText()) {
        case "object" -> object(schema, depth);
        case "array" -> array(schema, depth);
        case "integer" -> JSON.valueToTree(integer(schema));
        case "number" -> JSON.valueToTree(random.nextInt(100_000) / 10.0 + 1);
        case "boolean" -> JSON.valueToTree(random.nextBoolean());
        default -> JSON.valueToTree(text(schema));
      };
    }

    private String text(JsonNode schema) {
      return schema.has("pattern") || random.nextBoolean()
          ? List.of("handbook", "inbox", "wiki", "k1").get(random.nextInt(4))
          : odd();
    }

    private long integer(JsonNode schema) {
      long least = schema.path("minimum").asLong(0);
      long most = schema.path("maximum").asLong(least + 5);
      return least + random.nextInt((int) (most - least + 1));
    }

    private ObjectNode object(JsonNode schema, int depth) {
      ObjectNode object = JSON.createObjectNode();
      for (Entry<String, JsonNode> property : schema.path("properties").properties()) {
        boolean required = false;
        for (JsonNode name : schema.path("required")) {
          required |= name.asText().equals(property.getKey());
        }
        if ((required && !breaks()) || random.nextBoolean()) {
          object.set(property.getKey(), value(property.getValue(), depth + 1));
        }
      }
      if (breaksSeldom()) {
        object.set("more", wrong(depth));
      }
      return object;
    }

    private ArrayNode array(JsonNode schema, int depth) {
      ArrayNode array = JSON.createArrayNode();
      for (int i = random.nextInt(3); i >= 0; i--) {
        array.add(value(schema.path("items"), depth + 1));
      }
      return array;
    }

    private JsonNode wrong(int depth) {
      return switch (random.nextInt(depth > 3 ? 5 : 7)) {
        case 0 -> JSON.nullNode();
        case 1 -> JSON.valueToTree(odd());
        case 2 -> JSON.valueToTree(random.nextLong());
        case 3 -> JSON.valueToTree(random.nextDouble() * 1e300);
        case 4 -> JSON.valueToTree(random.nextBoolean());
        case 5 -> JSON.createArrayNode().add(wrong(depth + 1));
        default -> JSON.createObjectNode().set("x", wrong(depth + 1));
      };
    }
  }
}
