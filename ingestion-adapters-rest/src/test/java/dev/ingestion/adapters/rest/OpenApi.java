package dev.ingestion.adapters.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map.Entry;
import java.util.Optional;
import java.util.regex.Pattern;

/** The description of the API, to hold answers to. */
final class OpenApi {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final JsonNode root;
  private final SchemaRegistry schemas =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

  OpenApi() {
    try {
      root = new YAMLMapper().readTree(DescriptionRoutes.resource("openapi.yaml"));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /**
   * @param path with names in braces
   * @param parameters of the path and of the operation
   */
  record Operation(String method, String path, JsonNode about, List<JsonNode> parameters) {
    boolean isFor(String wanted, String address) {
      String pattern = path.replace("{path}", "(.+)").replaceAll("\\{\\w+}", "[^/]+");
      return method.equals(wanted) && Pattern.matches(pattern, address);
    }

    @Override
    public String toString() {
      return method + " " + path;
    }
  }

  List<Operation> operations() {
    List<Operation> operations = new ArrayList<>();
    for (Entry<String, JsonNode> path : root.path("paths").properties()) {
      for (Entry<String, JsonNode> operation : path.getValue().properties()) {
        if (!operation.getKey().equals("parameters")) {
          List<JsonNode> parameters = new ArrayList<>();
          path.getValue().path("parameters").forEach(one -> parameters.add(resolved(one)));
          operation.getValue().path("parameters").forEach(one -> parameters.add(resolved(one)));
          operations.add(
              new Operation(
                  operation.getKey().toUpperCase(),
                  path.getKey(),
                  operation.getValue(),
                  parameters));
        }
      }
    }
    return operations;
  }

  JsonNode resolved(JsonNode node) {
    String reference = node.path("$ref").asText();
    return reference.isEmpty() ? node : resolved(root.at(reference.substring(1)));
  }

  /** The operation that answers this; those with fewer names in their path come first. */
  Optional<Operation> operation(String method, String path) {
    return operations().stream()
        .filter(operation -> operation.isFor(method, path))
        .min((a, b) -> names(a.path()) - names(b.path()));
  }

  private static int names(String path) {
    return path.split("\\{", -1).length - (path.endsWith("/ingest") ? 10 : 0);
  }

  /** That status, headers and body are as they are described. */
  void check(String method, String path, HttpResponse<String> answer) {
    String what = "%s %s: %d %s".formatted(method, path, answer.statusCode(), answer.body());
    assertThat(answer.headers().firstValue("X-Correlation-Id")).as(what).isPresent();
    Optional<Operation> operation = operation(method, path);
    if (operation.isEmpty()) {
      assertThat(answer.statusCode()).as(what).isIn(400, 404, 405);
      validate("Problem", answer.body(), what);
      return;
    }
    JsonNode response =
        resolved(
            operation.get().about().path("responses").path(Integer.toString(answer.statusCode())));
    assertThat(response.isMissingNode()).as("is not described: " + what).isFalse();
    JsonNode content = response.path("content");
    if (content.isMissingNode()) {
      assertThat(answer.body()).as(what).isEmpty();
      return;
    }
    String type = answer.headers().firstValue("Content-Type").orElse("");
    String media = content.fieldNames().next();
    assertThat(type).as(what).startsWith(media);
    response
        .path("headers")
        .fieldNames()
        .forEachRemaining(
            header -> assertThat(answer.headers().firstValue(header)).as(what).isPresent());
    String schema = content.path(media).path("schema").path("$ref").asText();
    if (!schema.isEmpty()) {
      validate(schema.substring(schema.lastIndexOf('/') + 1), answer.body(), what);
    }
  }

  private void validate(String name, String body, String what) {
    try {
      assertThat(schema(name).validate(JSON.readTree(body))).as(what).isEmpty();
    } catch (IOException e) {
      throw new AssertionError("is no JSON: " + what, e);
    }
  }

  Schema schema(String name) {
    ObjectNode schema = JSON.createObjectNode();
    schema.put("$ref", "#/components/schemas/" + name);
    schema.set("components", root.path("components"));
    return schemas.getSchema(schema);
  }
}
