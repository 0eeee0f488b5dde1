package dev.ingestion.adapters.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ingestion.adapters.rest.Api.Answer;
import dev.ingestion.domain.JobId;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.SourceName;
import dev.ingestion.domain.job.JobPriority;
import dev.ingestion.domain.job.JobStatus;
import dev.ingestion.ports.in.StartIngestion;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Every answer here is held to the description as well. */
final class ResourcesTest {
  private static final String BASES = "/api/v1/knowledge-bases";
  private static final String HANDBOOK = BASES + "/handbook";
  private static final String FOLDER =
      "{\"source\": {\"kind\": \"folder\", \"root\": \"/srv/wiki\"}, \"priority\": 7}";

  private final Api api = new Api();

  @AfterEach
  void close() {
    api.close();
  }

  /** All pages of a list, of two items each. */
  private List<String> all(String path, String list, String key) {
    List<String> found = new ArrayList<>();
    String cursor = "";
    do {
      String address = path + (path.contains("?") ? "&" : "?") + "limit=2" + cursor;
      JsonNode page = api.get(address).json();
      assertThat(page.path(list).size()).isLessThanOrEqualTo(2);
      page.path(list).forEach(item -> found.add(item.at(key).asText()));
      cursor = page.path("next").isNull() ? "" : "&cursor=" + page.path("next").asText();
    } while (!cursor.isEmpty());
    return found;
  }

  // --- knowledge bases

  @Test
  void aKnowledgeBaseIsCreatedListedShownAndDeleted() {
    String body = "{\"kb_id\": \"wiki\", \"settings\": %s}".formatted(FOLDER);

    Answer created = api.post(BASES, body);

    assertThat(created.status()).isEqualTo(201);
    assertThat(created.header("Location")).isEqualTo(BASES + "/wiki");
    assertThat(created.at("/kb_id")).isEqualTo("wiki");
    assertThat(api.post(BASES, body).at("/code")).isEqualTo("KNOWLEDGE_BASE_EXISTS");
    assertThat(api.get(BASES + "/wiki").json().path("job").isNull()).isTrue();
    assertThat(all(BASES, "knowledge_bases", "/kb_id")).containsExactly("handbook", "wiki");
    assertThat(api.delete(BASES + "/wiki").status()).isEqualTo(204);
    assertThat(api.delete(BASES + "/wiki").status()).isEqualTo(404);
  }

  @Test
  void settingsAreChangedOnlyByWhoKnowsTheirVersion() {
    Answer shown = api.get(HANDBOOK + "/settings");
    assertThat(shown.header("ETag")).isEqualTo("\"1\"");
    assertThat(shown.at("/source/kind")).isEqualTo("folder");

    assertThat(api.put(HANDBOOK + "/settings", FOLDER).status()).isEqualTo(428);
    Answer changed = api.put(HANDBOOK + "/settings", FOLDER, "If-Match", "\"1\"");
    assertThat(changed.status()).isEqualTo(200);
    assertThat(changed.header("ETag")).isEqualTo("\"2\"");
    assertThat(changed.at("/source/root")).isEqualTo("/srv/wiki");
    for (String stale : List.of("\"1\"", "*", "W/\"2\"", "2")) {
      assertThat(api.put(HANDBOOK + "/settings", FOLDER, "If-Match", stale).status())
          .as(stale)
          .isEqualTo(412);
    }
  }

  @Test
  void settingsThatContradictThemselvesAreRefused() {
    for (String source :
        List.of(
            "{\"kind\": \"folder\"}",
            "{\"kind\": \"folder\", \"root\": \" \"}",
            "{\"kind\": \"uploads\", \"root\": \"/srv\"}",
            "{\"kind\": \"web\", \"root\": \"/srv\"}",
            "{\"root\": \"/srv\"}")) {
      Answer refused =
          api.put(
              HANDBOOK + "/settings", "{\"source\": %s}".formatted(source), "If-Match", "\"1\"");
      assertThat(refused.status()).as(source).isEqualTo(400);
    }
  }

  // --- control

  @Test
  void aStartWithoutABodyUsesTheSettings() {
    Answer answer = api.post(HANDBOOK + "/start");

    assertThat(answer.status()).isEqualTo(202);
    assertThat(answer.header("Location")).isEqualTo("/api/v1/jobs/job-1");
    assertThat(api.engine.started).extracting(StartIngestion::root).containsExactly("/srv/docs");
  }

  @Test
  void aStartSaysWhatIsToBeDifferent() {
    api.post(
        HANDBOOK + "/start",
        """
        {"source": "wiki", "root": "/srv/wiki", "include": ["**/*.md"], "exclude": ["a"],
         "hidden": true, "priority": 9, "allow_mass_delete": true}\
        """);

    assertThat(api.engine.started)
        .containsExactly(
            new StartIngestion(
                FakeEngine.HANDBOOK,
                "documents",
                new SourceName("wiki"),
                "/srv/wiki",
                List.of("**/*.md"),
                List.of("a"),
                true,
                true,
                new JobPriority(9)));
  }

  @Test
  void aStartWithAKeyThatWasSentBeforeStartsNothing() {
    Answer first = api.post(HANDBOOK + "/start", "{}", "Idempotency-Key", "k-1");
    Answer again = api.post(HANDBOOK + "/start", "{}", "Idempotency-Key", "k-1");
    Answer other = api.post(HANDBOOK + "/start", "{\"priority\": 1}", "Idempotency-Key", "k-1");

    assertThat(again.status()).isEqualTo(202);
    assertThat(again.at("/job_id")).isEqualTo(first.at("/job_id"));
    assertThat(api.engine.started).hasSize(1);
    assertThat(other.status()).isEqualTo(422);
    assertThat(other.at("/code")).isEqualTo("IDEMPOTENCY_KEY_REUSED");
    assertThat(api.post(HANDBOOK + "/start").at("/code")).isEqualTo("JOB_ACTIVE");
    assertThat(api.post(HANDBOOK + "/start", "{}", "Idempotency-Key", "x".repeat(129)).status())
        .isEqualTo(400);
  }

  @Test
  void aJobIsPausedResumedPrioritizedAndCancelled() {
    assertThat(api.get(HANDBOOK + "/status").at("/code")).isEqualTo("UNKNOWN_JOB");
    assertThat(api.post(HANDBOOK + "/pause").status()).isEqualTo(409);
    api.post(HANDBOOK + "/start");

    assertThat(api.post(HANDBOOK + "/pause").at("/status")).isEqualTo("PAUSED");
    assertThat(api.get(HANDBOOK + "/status").at("/status")).isEqualTo("PAUSED");
    assertThat(api.post(HANDBOOK + "/resume").at("/status")).isEqualTo("RUNNING");
    assertThat(api.put(HANDBOOK + "/priority", "{\"priority\": 9}").status()).isEqualTo(200);
    assertThat(api.post(HANDBOOK + "/cancel").at("/status")).isEqualTo("CANCELED");
    assertThat(api.post(HANDBOOK + "/resume").at("/code")).isEqualTo("ILLEGAL_TRANSITION");
  }

  @Test
  void problemsAreListedPageByPage() {
    assertThat(all(HANDBOOK + "/problems", "problems", "/document"))
        .containsExactly("b.bin", "sub/c d.pdf");
    assertThat(all(HANDBOOK + "/problems?source=default", "problems", "/code"))
        .containsExactly("UNSUPPORTED_TYPE", "DOCUMENT_ENCRYPTED");
  }

  // --- jobs

  @Test
  void jobsAreListedNewestFirstPageByPage() {
    for (int i = 1; i <= 5; i++) {
      JobStatus status = i % 2 == 0 ? JobStatus.COMPLETED : JobStatus.CANCELED;
      KnowledgeBaseId kb = i < 5 ? FakeEngine.HANDBOOK : new KnowledgeBaseId("other");
      api.engine.jobs.add(FakeEngine.state(kb, new JobId("job-" + i), status));
    }

    assertThat(all("/api/v1/jobs", "jobs", "/job_id"))
        .containsExactly("job-5", "job-4", "job-3", "job-2", "job-1");
    assertThat(all("/api/v1/jobs?status=CANCELED", "jobs", "/job_id"))
        .containsExactly("job-5", "job-3", "job-1");
    assertThat(all("/api/v1/jobs?kb_id=handbook&status=COMPLETED", "jobs", "/job_id"))
        .containsExactly("job-4", "job-2");
  }

  @Test
  void aJobIsShownWithWhatHappenedToIt() {
    api.post(HANDBOOK + "/start");

    Answer shown = api.get("/api/v1/jobs/job-1");

    assertThat(shown.at("/events/0/kind")).isEqualTo("CREATED");
    assertThat(shown.json().at("/documents/seen").asInt()).isEqualTo(4);
  }

  // --- dead letters

  @Test
  void deadLettersAreListedShownReplayedAndPurged() {
    String letters = HANDBOOK + "/dead-letters";

    assertThat(all(letters, "letters", "/id")).containsExactly("1", "2", "3");
    assertThat(api.get(letters).json().path("total").asInt()).isEqualTo(3);
    assertThat(all(letters + "?code=DOCUMENT_CORRUPT", "letters", "/id")).containsExactly("1");
    assertThat(all(letters + "?document=2.md", "letters", "/id")).containsExactly("2");
    assertThat(api.get(letters + "/2").at("/text")).isEqualTo("its text");
    assertThat(api.get(letters + "/1").json().path("text").isNull()).isTrue();
    assertThat(api.get(letters + "/9").at("/code")).isEqualTo("UNKNOWN_DEAD_LETTER");
    assertThat(api.post(letters + "/replay", "{\"ids\": [2, 3]}").at("/letters")).isEqualTo("2");
    assertThat(api.post(letters + "/replay").at("/job/job_id")).isEqualTo("job-9");
    assertThat(api.post(letters + "/purge", "{\"code\": \"DOCUMENT_CORRUPT\"}").at("/purged"))
        .isEqualTo("1");
    assertThat(api.post(letters + "/purge").at("/purged")).isEqualTo("2");
    assertThat(api.post(letters + "/replay", "{}").json().path("job").isNull()).isTrue();
  }

  @Test
  void aSelectionOfNoLettersDoesNotMeanAll() {
    for (String body :
        List.of(
            "{\"ids\": []}", "{\"ids\": [null]}", "{\"ids\": [\"1\"]}", "{\"code\": \"NONE\"}")) {
      assertThat(api.post(HANDBOOK + "/dead-letters/purge", body).status()).as(body).isEqualTo(400);
    }
    assertThat(api.letters.letters).hasSize(3);
  }

  // --- documents

  @Test
  void documentsAreListedWithTheirState() {
    assertThat(all(HANDBOOK + "/documents", "documents", "/document"))
        .containsExactly("a.md", "b.bin", "sub/c d.pdf");
    assertThat(all(HANDBOOK + "/documents?state=failed", "documents", "/document"))
        .containsExactly("sub/c d.pdf");
    assertThat(all(HANDBOOK + "/documents?prefix=sub/", "documents", "/state"))
        .containsExactly("failed");
  }

  @Test
  void aDocumentIsExplainedAndIngestedAgainWhateverIsInItsPath() {
    assertThat(api.get(HANDBOOK + "/documents/a.md").at("/revision")).isEqualTo("0123");
    assertThat(api.get(HANDBOOK + "/documents/sub/c%20d.pdf?source=default").at("/document"))
        .isEqualTo("sub/c d.pdf");
    assertThat(api.get(HANDBOOK + "/documents/none").at("/code")).isEqualTo("UNKNOWN_DOCUMENT");

    Answer again = api.post(HANDBOOK + "/documents/sub/c%20d.pdf/ingest");

    assertThat(again.status()).isEqualTo(202);
    assertThat(again.header("Location")).isEqualTo("/api/v1/jobs/job-1");
  }

  @Test
  void documentsAreUploadedAndRemovedWhereTheSourceIsUploads() {
    api.post(BASES, "{\"kb_id\": \"inbox\", \"settings\": {\"source\": {\"kind\": \"uploads\"}}}");
    String path = BASES + "/inbox/uploads/sub/%C3%A9%20100%25.md";

    Answer first = api.send("PUT", path, BodyPublishers.ofString("hello"));

    assertThat(first.status()).isEqualTo(201);
    assertThat(first.at("/document")).isEqualTo("sub/é 100%.md");
    assertThat(first.at("/bytes")).isEqualTo("5");
    assertThat(first.header("Location"))
        .isEqualTo(BASES + "/inbox/documents/sub/%C3%A9%20100%25.md");
    assertThat(api.send("PUT", path, BodyPublishers.ofString("other")).status()).isEqualTo(200);
    assertThat(api.engine.uploads.get("sub/é 100%.md")).asString().isEqualTo("other");
    assertThat(api.delete(path).status()).isEqualTo(204);
    assertThat(api.delete(path).status()).isEqualTo(404);
    assertThat(api.send("PUT", HANDBOOK + "/uploads/a", BodyPublishers.ofString("x")).at("/code"))
        .isEqualTo("NO_UPLOADS");
    assertThat(api.send("PUT", path, BodyPublishers.ofString("x".repeat(10_001))).at("/code"))
        .isEqualTo("TOO_LARGE");
  }

  // --- search

  @Test
  void aSearchSaysWhereTheWordsAre() {
    Answer found = api.get(HANDBOOK + "/search?q=the+text&limit=5&mode=text");

    assertThat(found.at("/mode")).isEqualTo("text");
    assertThat(found.at("/hits/0/heading")).isEqualTo("One > Two");
    assertThat(found.at("/hits/0/snippet/text")).isEqualTo("the text");
    assertThat(found.json().at("/hits/0/snippet/matches").toString())
        .isEqualTo("[{\"start\":4,\"end\":8}]");
  }

  // --- upkeep

  @Test
  void aTaskIsBegunOnceAndAskedForUntilItHasEnded() {
    api.engine.verifyWaits = true;

    Answer begun = api.post(HANDBOOK + "/verify");

    assertThat(begun.status()).isEqualTo(202);
    assertThat(begun.at("/state")).isEqualTo("RUNNING");
    assertThat(api.post(HANDBOOK + "/verify").at("/code")).isEqualTo("TASK_ACTIVE");
    api.engine.verified.countDown();
    Answer ended = ended(begun.header("Location"));
    assertThat(ended.at("/state")).isEqualTo("DONE");
    assertThat(ended.at("/result/missing")).isEqualTo("1");
    assertThat(ended.at("/result/details/missing/0/document")).isEqualTo("a.md");
    assertThat(api.post(HANDBOOK + "/verify").status()).isEqualTo(202);
    assertThat(api.post(BASES + "/none/verify").status()).isEqualTo(404);
  }

  @Test
  void aTaskThatFailsSaysWhy() {
    Answer ended = ended(api.post(HANDBOOK + "/repair").header("Location"));

    assertThat(ended.at("/state")).isEqualTo("FAILED");
    assertThat(ended.at("/error/code")).isEqualTo("JOB_ACTIVE");
    assertThat(ended.json().path("result").isNull()).isTrue();
  }

  private Answer ended(String task) {
    return Awaitility.await()
        .until(() -> api.get(task), answer -> !answer.at("/state").equals("RUNNING"));
  }

  @Test
  void aScheduleIsKeptPausedResumedAndRemoved() {
    String schedule = HANDBOOK + "/schedules/default";

    assertThat(api.get(schedule).at("/code")).isEqualTo("UNKNOWN_SCHEDULE");
    assertThat(api.put(schedule, "{\"every\": 900, \"watch\": true}").at("/every"))
        .isEqualTo("900.0");
    assertThat(api.put(schedule, "{\"cron\": \"0 3 * * *\", \"zone\": \"UTC\"}").at("/zone"))
        .isEqualTo("UTC");
    assertThat(all(HANDBOOK + "/schedules", "schedules", "/source")).containsExactly("default");
    assertThat(api.post(schedule + "/pause").json().path("paused").asBoolean()).isTrue();
    assertThat(api.post(schedule + "/resume").json().path("paused").asBoolean()).isFalse();
    assertThat(api.delete(schedule).status()).isEqualTo(204);
    assertThat(api.delete(schedule).status()).isEqualTo(404);
  }

  @Test
  void aScheduleThatCannotBeReadIsShownRemovedAndReplacedAsOthersAre() {
    String schedule = HANDBOOK + "/schedules/default";
    api.put(schedule, "{\"every\": 900}");
    api.schedules.damage(new KnowledgeBaseId("handbook"), SourceName.DEFAULT);

    assertThat(all(HANDBOOK + "/schedules", "schedules", "/unreadable"))
        .containsExactly("It is damaged; remove it, or give the source another schedule");
    assertThat(api.get(schedule).at("/next_run")).isEqualTo("null");
    assertThat(api.post(schedule + "/pause").status()).isEqualTo(409);
    assertThat(api.put(schedule, "{\"every\": 60}").json().path("unreadable").isNull()).isTrue();
    api.schedules.damage(new KnowledgeBaseId("handbook"), SourceName.DEFAULT);
    assertThat(api.delete(schedule).status()).isEqualTo(204);
    assertThat(api.get(schedule).status()).isEqualTo(404);
  }

  @Test
  void aScheduleThatIsNoneIsRefused() {
    for (String body :
        List.of(
            "{}",
            "{\"every\": 60, \"cron\": \"* * * * *\"}",
            "{\"every\": 60, \"zone\": \"UTC\"}",
            "{\"every\": 0.5}",
            "{\"every\": 1e300}",
            "{\"every\": -1e300}",
            "{\"cron\": \"0 3 * * *\", \"zone\": \"Nowhere\"}")) {
      assertThat(api.put(HANDBOOK + "/schedules/default", body).status()).as(body).isEqualTo(400);
    }
  }

  @Test
  void theHistoryOfAKnowledgeBaseHasItsJobsAndNoOthersNewestFirst() {
    api.post(HANDBOOK + "/start");
    api.post(HANDBOOK + "/cancel");
    api.post(HANDBOOK + "/start");

    Api.Answer first = api.get(HANDBOOK + "/history?limit=1");
    assertThat(first.at("/jobs/0/job_id")).isEqualTo("job-2");
    Api.Answer second = api.get(HANDBOOK + "/history?limit=1&cursor=" + first.at("/next"));
    assertThat(second.at("/jobs/0/job_id")).isEqualTo("job-1");
    assertThat(second.json().path("next").isNull()).isTrue();
    assertThat(api.get(HANDBOOK + "/history?status=RUNNING").json().path("jobs")).hasSize(1);
    assertThat(api.get("/api/v1/knowledge-bases/none/history").status()).isEqualTo(404);
  }

  @Test
  void aSearchCountsNothing() {
    assertThat(api.get(HANDBOOK + "/search?q=x").status()).isEqualTo(200);
    assertThat(api.get(HANDBOOK + "/documents/a.md").status()).isEqualTo(200);
    assertThat(api.post(HANDBOOK + "/verify").status()).isEqualTo(202);

    assertThat(api.engine.summaries).isZero();
  }

  @Test
  void whatATaskLogsNamesTheRequestThatBeganIt() {
    api.send("POST", HANDBOOK + "/verify", BodyPublishers.noBody(), Correlation.HEADER, "r-7");

    Awaitility.await().until(() -> "r-7".equals(api.engine.logged));
  }
}
