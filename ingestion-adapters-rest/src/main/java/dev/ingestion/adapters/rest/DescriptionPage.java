package dev.ingestion.adapters.rest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.util.Locale;
import java.util.Map.Entry;

/** The description of the API as a page without scripts: by tag, operations; then the schemas. */
final class DescriptionPage {
  private final ObjectMapper json = new ObjectMapper();
  private final JsonNode api;
  private final StringBuilder html = new StringBuilder();

  DescriptionPage(String yaml) {
    try {
      api = new YAMLMapper().readTree(yaml);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("The program is damaged: openapi.yaml is no YAML", e);
    }
  }

  String html() {
    String title = api.at("/info/title").asText() + " API";
    html.append("<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">")
        .append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")
        .append("<title>%s</title>".formatted(escaped(title)))
        .append("<link rel=\"stylesheet\" href=\"/docs/docs.css\"></head><body><main>\n");
    html.append("<h1>%s</h1>\n".formatted(escaped(title)));
    paragraphs(api.at("/info/description").asText());
    html.append("<p>The same for programs: <a href=\"/openapi.yaml\">openapi.yaml</a></p>\n");
    contents();
    for (JsonNode tag : api.path("tags")) {
      String name = tag.path("name").asText();
      html.append("<h2 id=\"%s\">%s</h2>\n".formatted(anchor(name), escaped(name)));
      paragraphs(tag.path("description").asText());
      operations(name);
    }
    schemas();
    return html.append("</main></body></html>\n").toString();
  }

  private void contents() {
    html.append("<nav aria-label=\"Contents\"><ul>");
    for (JsonNode tag : api.path("tags")) {
      String name = tag.path("name").asText();
      html.append("<li><a href=\"#%s\">%s</a></li>".formatted(anchor(name), escaped(name)));
    }
    html.append("<li><a href=\"#schemas\">schemas</a></li></ul></nav>\n");
  }

  private void operations(String tag) {
    for (Entry<String, JsonNode> path : api.path("paths").properties()) {
      for (Entry<String, JsonNode> operation : path.getValue().properties()) {
        JsonNode about = operation.getValue();
        if (about.at("/tags/0").asText().equals(tag)) {
          operation(operation.getKey(), path.getKey(), path.getValue(), about);
        }
      }
    }
  }

  private void operation(String method, String path, JsonNode item, JsonNode about) {
    html.append(
        "<section id=\"%s\"><h3><code>%s %s</code></h3>\n"
            .formatted(
                escaped(about.path("operationId").asText()),
                method.toUpperCase(Locale.ROOT),
                escaped(path)));
    paragraphs(about.path("summary").asText() + ".");
    paragraphs(about.path("description").asText());
    if (about.has("x-role")) {
      paragraphs("Needs the role: " + about.path("x-role").asText());
    }
    parameters(item, about);
    JsonNode body = about.path("requestBody").path("content");
    body.properties()
        .forEach(content -> line("Body", content.getKey(), content.getValue().path("schema")));
    responses(about.path("responses"));
    html.append("</section>\n");
  }

  private void parameters(JsonNode item, JsonNode about) {
    html.append("<ul>");
    for (JsonNode list : new JsonNode[] {item.path("parameters"), about.path("parameters")}) {
      for (JsonNode one : list) {
        JsonNode parameter = resolved(one);
        html.append(
            "<li><code>%s</code> (%s%s): %s <code>%s</code></li>"
                .formatted(
                    escaped(parameter.path("name").asText()),
                    escaped(parameter.path("in").asText()),
                    parameter.path("required").asBoolean() ? ", required" : "",
                    prose(parameter.path("description").asText()),
                    schema(parameter.path("schema"))));
      }
    }
    html.append("</ul>\n");
  }

  private void responses(JsonNode responses) {
    html.append("<table><thead><tr><th>Status</th><th>Meaning</th><th>Body</th></tr></thead>");
    for (Entry<String, JsonNode> response : responses.properties()) {
      JsonNode about = resolved(response.getValue());
      StringBuilder bodies = new StringBuilder();
      about
          .path("content")
          .properties()
          .forEach(content -> bodies.append(schema(content.getValue().path("schema"))));
      html.append(
          "<tr><td>%s</td><td>%s</td><td><code>%s</code></td></tr>"
              .formatted(
                  escaped(response.getKey()), prose(about.path("description").asText()), bodies));
    }
    html.append("</table>\n");
  }

  private void schemas() {
    html.append("<h2 id=\"schemas\">schemas</h2>\n");
    for (Entry<String, JsonNode> schema : api.at("/components/schemas").properties()) {
      html.append(
          "<section id=\"schema-%s\"><h3>%s</h3><pre>%s</pre></section>\n"
              .formatted(
                  escaped(schema.getKey()),
                  escaped(schema.getKey()),
                  escaped(pretty(schema.getValue()))));
    }
  }

  private void line(String label, String type, JsonNode schema) {
    html.append("<p>%s: %s <code>%s</code></p>\n".formatted(label, escaped(type), schema(schema)));
  }

  /** The name of a schema, as a link, or what it says. */
  private static String schema(JsonNode schema) {
    String reference = schema.path("$ref").asText();
    if (reference.isEmpty()) {
      return escaped(schema.toString());
    }
    String name = escaped(reference.substring(reference.lastIndexOf('/') + 1));
    return "<a href=\"#schema-%s\">%s</a>".formatted(name, name);
  }

  private JsonNode resolved(JsonNode node) {
    String reference = node.path("$ref").asText();
    return reference.isEmpty() ? node : api.at(reference.substring(1));
  }

  private String pretty(JsonNode node) {
    try {
      return json.writerWithDefaultPrettyPrinter().writeValueAsString(node);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A schema cannot be shown", e);
    }
  }

  private void paragraphs(String text) {
    for (String paragraph : text.split("\\n\\s*\\n", -1)) {
      if (!paragraph.isBlank()) {
        html.append("<p>%s</p>\n".formatted(prose(paragraph.strip())));
      }
    }
  }

  private static String anchor(String name) {
    return escaped(name.replace(' ', '-'));
  }

  /** The text, with what stands between backticks as code. */
  private static String prose(String text) {
    return escaped(text).replaceAll("`([^`]+)`", "<code>$1</code>");
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }
}
