package dev.ingestion.workers.service;

import static dev.ingestion.workers.service.EngineOnMemory.KB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingestion.domain.DocumentKey;
import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.KnowledgeBaseSettings;
import dev.ingestion.domain.KnowledgeBaseSettings.Kind;
import dev.ingestion.domain.SourceName;
import dev.ingestion.domain.job.IngestionState;
import dev.ingestion.domain.job.JobPriority;
import dev.ingestion.ports.in.DocumentService.Document;
import dev.ingestion.ports.in.DocumentService.Filter;
import dev.ingestion.ports.in.DocumentService.State;
import dev.ingestion.ports.in.DocumentService.Uploaded;
import dev.ingestion.ports.in.SettingsService.Given;
import dev.ingestion.ports.in.StartIngestion;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SettingsAndDocumentsTest {
  private static final Filter ALL = new Filter(null, Set.of(), "");

  private final EngineOnMemory engine = new EngineOnMemory();

  @AfterEach
  void close() {
    engine.close();
  }

  private static KnowledgeBaseSettings settings(Kind kind, String root) {
    return new KnowledgeBaseSettings(
        SourceName.DEFAULT, kind, root, List.of(), List.of(), false, new JobPriority(8));
  }

  private static void assertRefused(ErrorCode code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            IngestionException.class, e -> assertThat(e.code()).isEqualTo(code));
  }

  @Test
  void aKnowledgeBaseIsCreatedOnceAndStartedByItsSettings() {
    engine.write("a.md", "one two three");
    engine.settings.create(KB, settings(Kind.FOLDER, EngineOnMemory.ROOT));
    assertRefused(
        ErrorCode.KNOWLEDGE_BASE_EXISTS,
        () -> engine.settings.create(KB, settings(Kind.FOLDER, EngineOnMemory.ROOT)));
    assertThat(engine.knowledgeBases.page(Set.of(), null, 10)).hasSize(1);
    assertThat(engine.knowledgeBases.page(Set.of(), KB, 10)).isEmpty();
    KnowledgeBaseId none = new KnowledgeBaseId("none");
    assertThat(engine.knowledgeBases.page(Set.of(KB, none), null, 10)).hasSize(1);
    assertThat(engine.knowledgeBases.page(Set.of(none), null, 10)).isEmpty();

    IngestionState started = engine.ingestion.start(engine.settings.command(KB, Given.NOTHING));

    assertThat(started.priority()).isEqualTo(new JobPriority(8));
    assertThat(engine.rested().documents().indexed()).isEqualTo(1);
    engine.knowledgeBases.delete(KB);
    assertThat(engine.knowledgeBases.page(Set.of(), null, 10)).isEmpty();
  }

  @Test
  void settingsAreChangedByVersionAndNeverAwayFromWhereDocumentsCameFrom() {
    engine.settings.create(KB, settings(Kind.FOLDER, EngineOnMemory.ROOT));
    engine.ingestion.start(engine.settings.command(KB, Given.NOTHING));
    engine.rested();

    assertRefused(
        ErrorCode.SOURCE_CONFLICT,
        () -> engine.settings.change(KB, settings(Kind.FOLDER, "/elsewhere"), 1));
    assertThatThrownBy(() -> engine.settings.change(KB, settings(Kind.FOLDER, "/elsewhere"), 1))
        .hasMessageContaining("it cannot become /elsewhere (include everything, exclude nothing)");
    assertRefused(
        ErrorCode.CHANGED_MEANWHILE,
        () -> engine.settings.change(KB, settings(Kind.FOLDER, EngineOnMemory.ROOT), 7));
    assertThat(engine.settings.change(KB, settings(Kind.FOLDER, EngineOnMemory.ROOT), 1).version())
        .isEqualTo(2);
  }

  @Test
  void aKnowledgeBaseThatWasStartedWithoutSettingsHasThoseOfItsLatestJob() {
    engine.ingestion.start(EngineOnMemory.command());
    engine.rested();

    assertThat(engine.settings.show(KB).version()).isZero();
    assertThat(engine.settings.show(KB).settings().root()).isEqualTo(EngineOnMemory.ROOT);
    StartIngestion other =
        engine.settings.command(
            KB,
            new Given(new SourceName("wiki"), "/wiki", List.of("*.md"), null, true, null, true));
    assertThat(other.root()).isEqualTo("/wiki");
    assertThat(other.include()).containsExactly("*.md");
    assertThat(other.exclude()).isEmpty();
    assertThat(other.hidden()).isTrue();
    assertThat(other.allowMassDelete()).isTrue();
    assertRefused(
        ErrorCode.SOURCE_NOT_FOUND,
        () ->
            engine.settings.command(
                KB, new Given(new SourceName("new"), null, null, null, null, null, false)));
    assertRefused(
        ErrorCode.UNKNOWN_KNOWLEDGE_BASE,
        () -> engine.settings.command(new KnowledgeBaseId("none"), Given.NOTHING));
  }

  @Test
  void thePriorityOfOneJobIsNotThatOfTheKnowledgeBase() {
    engine.ingestion.start(EngineOnMemory.command());
    engine.rested();
    JobPriority urgent = new JobPriority(9);
    Given given = new Given(null, null, null, null, null, urgent, false);
    IngestionState job = engine.ingestion.start(engine.settings.command(KB, given));
    engine.rested();

    assertThat(job.priority()).isEqualTo(urgent);
    assertThat(engine.settings.show(KB).settings().priority()).isEqualTo(JobPriority.DEFAULT);
    IngestionState next = engine.ingestion.start(engine.settings.command(KB, Given.NOTHING));
    assertThat(next.priority()).isEqualTo(JobPriority.DEFAULT);
  }

  @Test
  void documentsOfAllSourcesAreListedPageByPageWithTheirState() {
    engine.write("a.md", "one two three");
    engine.write("b.md", "");
    engine.write("sub/c.md", "four five six");
    engine.ingestion.start(EngineOnMemory.command());
    engine.rested();
    engine.sources.folder("/wiki").put("w.md", "seven".getBytes(StandardCharsets.UTF_8));
    engine.ingestion.start(
        new StartIngestion(
            KB, "documents", new SourceName("wiki"), "/wiki", List.of(), List.of(), false, false));
    engine.rested();

    assertThat(paths(ALL, null, 10)).containsExactly("a.md", "b.md", "sub/c.md", "w.md");
    assertThat(paths(ALL, new DocumentKey(SourceName.DEFAULT, "b.md"), 2))
        .containsExactly("sub/c.md", "w.md");
    assertThat(paths(ALL, new DocumentKey(new SourceName("wiki"), "w.md"), 2)).isEmpty();
    assertThat(paths(new Filter(null, Set.of(State.SKIPPED), ""), null, 10))
        .containsExactly("b.md");
    assertThat(paths(new Filter(null, Set.of(), "sub/"), null, 10)).containsExactly("sub/c.md");
    assertThat(paths(new Filter(new SourceName("wiki"), Set.of(), ""), null, 10))
        .containsExactly("w.md");
  }

  private List<String> paths(Filter filter, @Nullable DocumentKey after, int limit) {
    return engine.documents.list(KB, filter, after, limit).stream()
        .map(Document::key)
        .map(DocumentKey::path)
        .toList();
  }

  @Test
  void oneDocumentIsReadAgainAlthoughItHasNotChanged() {
    engine.write("a.md", "one two three");
    engine.write("b.md", "four five six");
    engine.ingestion.start(EngineOnMemory.command());
    engine.rested();

    engine.documents.ingest(KB, new DocumentKey(SourceName.DEFAULT, "a.md"));

    IngestionState again = engine.rested();
    assertThat(again.documents().indexed()).isEqualTo(1);
    assertThat(again.documents().unchanged()).isEqualTo(1);
    assertRefused(
        ErrorCode.UNKNOWN_DOCUMENT,
        () -> engine.documents.ingest(KB, new DocumentKey(SourceName.DEFAULT, "none")));
  }

  @Test
  void uploadsAreTakenOnlyWhereTheSettingsSaySo() {
    engine.settings.create(KB, settings(Kind.UPLOADS, ""));
    KnowledgeBaseId other = new KnowledgeBaseId("other");
    engine.settings.create(other, settings(Kind.FOLDER, EngineOnMemory.ROOT));

    assertThat(upload(KB)).isEqualTo(new Uploaded(5, false));
    assertThat(upload(KB)).isEqualTo(new Uploaded(5, true));
    assertThat(engine.settings.command(KB, Given.NOTHING).root()).contains("uploads");
    engine.documents.remove(KB, "a.md");
    assertRefused(ErrorCode.UNKNOWN_DOCUMENT, () -> engine.documents.remove(KB, "a.md"));
    assertRefused(ErrorCode.NO_UPLOADS, () -> upload(other));
  }

  @Test
  void anUploadThatADeletionOvertakesIsRefusedAndDoesNotComeBack() {
    engine.settings.create(KB, settings(Kind.UPLOADS, ""));

    assertRefused(
        ErrorCode.UNKNOWN_KNOWLEDGE_BASE,
        () ->
            engine.documents.upload(KB, "a.md", during(() -> engine.knowledgeBases.delete(KB)), 9));

    engine.settings.create(KB, settings(Kind.UPLOADS, ""));
    assertThat(upload(KB)).isEqualTo(new Uploaded(5, false));
  }

  @Test
  void anUploadForAKnowledgeBaseThatIsMadeAgainMeanwhileIsRefused() {
    engine.settings.create(KB, settings(Kind.UPLOADS, ""));

    assertRefused(
        ErrorCode.CONCURRENT_CHANGE,
        () ->
            engine.documents.upload(
                KB,
                "a.md",
                during(
                    () -> {
                      engine.knowledgeBases.delete(KB);
                      engine.settings.create(KB, settings(Kind.UPLOADS, ""));
                    }),
                9));

    assertThat(upload(KB)).isEqualTo(new Uploaded(5, false));
  }

  /** A document while which comes something else happens. */
  private static InputStream during(Runnable event) {
    return new ByteArrayInputStream("hello".getBytes(StandardCharsets.UTF_8)) {
      @Override
      public int read(byte[] buffer, int offset, int length) {
        if (pos == 0) {
          event.run();
        }
        return super.read(buffer, offset, length);
      }
    };
  }

  private Uploaded upload(KnowledgeBaseId kb) {
    ByteArrayInputStream content =
        new ByteArrayInputStream("hello".getBytes(StandardCharsets.UTF_8));
    return engine.documents.upload(kb, "a.md", content, 100);
  }
}
