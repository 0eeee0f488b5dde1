package dev.ingestion.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ingestion.app.Distribution.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/**
 * The built program on real pages: those of the PostgreSQL manual, as a distribution ships them.
 * One folder lives through what folders live through, so the steps have an order.
 */
@TestMethodOrder(OrderAnnotation.class)
class RealPagesIT {
  private static final Path MANUAL = Path.of("/usr/share/doc/postgresql-doc-15/html");
  private static final int PAGES = 60;

  @TempDir static Path temp;
  private static Distribution program;
  private static Path folder;

  @BeforeAll
  static void copyPages() throws IOException {
    if (!Boolean.parseBoolean(System.getenv("INGESTION_REQUIRE_TOOLS"))) {
      assumeThat(MANUAL).as("apt-get install postgresql-doc-15").isDirectory();
    }
    program = Distribution.share(temp);
    folder = Files.createDirectory(program.directory().resolve("manual"));
    try (Stream<Path> all = Files.list(MANUAL)) {
      List<Path> pages = all.filter(page -> page.toString().endsWith(".html")).sorted().toList();
      for (int i = 0; i < PAGES; i++) {
        Path page = pages.get(i * pages.size() / PAGES);
        Files.copy(page, folder.resolve(page.getFileName().toString()));
      }
    }
    Files.copy(MANUAL.resolve("sql-vacuum.html"), folder.resolve("a-page-about-vacuum.html"));
  }

  @Test
  @Order(1)
  void everyPageIsIndexed() throws IOException {
    JsonNode job = ingest();

    assertThat(job.at("/documents/indexed").intValue()).isEqualTo(PAGES + 1);
    assertThat(job.at("/chunks/embedded").intValue()).isGreaterThan(5 * PAGES);
    assertClean();
  }

  @Test
  @Order(2)
  void aQuestionFindsItsPage() throws IOException {
    Result found =
        run("search", "pg", "how do I reclaim storage occupied by dead tuples", "--json");

    assertThat(json(found).at("/hits/0/document").textValue()).contains("vacuum");
  }

  @Test
  @Order(3)
  void aSecondRunEmbedsNothing() throws IOException {
    JsonNode job = ingest();

    assertThat(job.at("/documents/unchanged").intValue()).isEqualTo(PAGES + 1);
    assertThat(job.at("/chunks/queued").intValue()).isZero();
    assertThat(job.at("/chunks/embedded").intValue()).isZero();
  }

  @Test
  @Order(4)
  void touchingPagesEmbedsNothing() throws IOException {
    try (Stream<Path> pages = Files.list(folder)) {
      for (Path page : pages.limit(10).toList()) {
        Files.setLastModifiedTime(page, FileTime.from(Instant.parse("2024-02-29T12:00:00Z")));
      }
    }

    JsonNode job = ingest();

    assertThat(job.at("/documents/unchanged").intValue()).isEqualTo(PAGES + 1);
    assertThat(job.at("/chunks/queued").intValue()).isZero();
  }

  @Test
  @Order(5)
  void changingOneParagraphEmbedsTheChunksAroundIt() throws IOException {
    Path page = folder.resolve("a-page-about-vacuum.html");
    String html = Files.readString(page);
    String changed =
        html.replaceFirst("reclaims storage", "serves tea to the elephants and reclaims storage");
    assertThat(changed).isNotEqualTo(html);
    Files.writeString(page, changed);

    JsonNode job = ingest();

    assertThat(job.at("/documents/indexed").intValue()).isEqualTo(1);
    assertThat(job.at("/chunks/embedded").intValue()).isBetween(1, 3);
    assertThat(job.at("/chunks/indexed").intValue()).isGreaterThan(10);
    assertThat(
            json(run("search", "pg", "tea for elephants", "--json"))
                .at("/hits/0/document")
                .textValue())
        .isEqualTo("a-page-about-vacuum.html");
    assertClean();
  }

  @Test
  @Order(6)
  void aDeletedPageLeavesTheIndex() throws IOException {
    Files.delete(folder.resolve("a-page-about-vacuum.html"));

    JsonNode job = ingest();

    assertThat(job.at("/documents/removed").intValue()).isEqualTo(1);
    assertThat(run("search", "pg", "tea for elephants", "--json").out())
        .doesNotContain("a-page-about-vacuum.html");
    assertClean();
  }

  private static JsonNode ingest() throws IOException {
    Result result = run("ingest", "manual", "--kb", "pg", "--json");
    assertThat(result.code()).as(result.err()).isZero();
    JsonNode job = json(result);
    assertThat(job.at("/status").textValue()).isEqualTo("COMPLETED");
    assertThat(job.at("/problems")).isEmpty();
    return job;
  }

  private static void assertClean() {
    Result verified = run("verify", "pg");
    assertThat(verified.code()).as(verified.out()).isZero();
  }

  private static Result run(String... args) {
    return program.run(Map.of("INGESTION_DATA_ROOT", "manual-data"), args);
  }

  private static JsonNode json(Result result) throws IOException {
    return new ObjectMapper().readTree(result.out());
  }
}
