package dev.ingestion.app.engine;

import static dev.ingestion.app.engine.Workbench.KB;
import static dev.ingestion.app.engine.Workbench.start;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingestion.app.engine.Workbench.Between;
import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.SourceName;
import dev.ingestion.domain.job.DocumentCounts;
import dev.ingestion.domain.job.IngestionState;
import dev.ingestion.domain.job.JobStatus;
import dev.ingestion.ports.in.SearchService.Mode;
import dev.ingestion.ports.in.StartIngestion;
import dev.ingestion.testkit.HashingEmbeddingModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A knowledge base stays true to its folder, whatever is done to either between two runs. */
class StayingTrueIT {
  @TempDir Path temp;
  private Path folder;
  private Path dataRoot;

  @BeforeEach
  void makeFolder() throws IOException {
    folder = Files.createDirectory(temp.resolve("docs"));
    dataRoot = temp.resolve("data");
  }

  @Test
  void aSecondRunOverAnUnchangedFolderEmbedsNothing() {
    write("a.md", "# Alpha\n\nThe first document speaks of apples.");
    write("b.txt", "The second document speaks of pears.");
    try (Workbench bench = open()) {
      IngestionState first = bench.ingest(folder);
      assertThat(first.status()).isEqualTo(JobStatus.COMPLETED);
      assertThat(first.documents()).isEqualTo(new DocumentCounts(2, 2, 0, 0, 0, 0));
      assertThat(first.chunks().embedded()).isEqualTo(2);

      IngestionState second = bench.ingest(folder);
      assertThat(second.documents()).isEqualTo(new DocumentCounts(2, 0, 2, 0, 0, 0));
      assertThat(second.chunks().embedded()).isZero();
      assertThat(second.chunks().queued()).isZero();
      assertThat(bench.verify().clean()).isTrue();
    }
  }

  @Test
  void touchingAFileEmbedsNothing() throws IOException {
    write("a.txt", "Nothing of this changes.");
    try (Workbench bench = open()) {
      bench.ingest(folder);
      Files.setLastModifiedTime(
          folder.resolve("a.txt"), FileTime.from(Instant.parse("2020-01-01T00:00:00Z")));

      IngestionState again = bench.ingest(folder);

      assertThat(again.documents().unchanged()).isEqualTo(1);
      assertThat(again.chunks().queued()).isZero();
    }
  }

  @Test
  void changingOneParagraphEmbedsOnlyWhatChanged() {
    write("long.md", sections(20, "quiet"));
    try (Workbench bench = open()) {
      long all = bench.ingest(folder).chunks().embedded();
      write(
          "long.md", sections(20, "quiet").replace("paragraph 7 is quiet", "paragraph 7 is loud"));

      IngestionState again = bench.ingest(folder);

      assertThat(all).isGreaterThanOrEqualTo(20);
      assertThat(again.chunks().embedded()).isEqualTo(1);
      assertThat(again.chunks().indexed()).isEqualTo(all);
      assertThat(texts(bench)).anyMatch(text -> text.contains("loud"));
      assertThat(bench.verify().clean()).isTrue();
    }
  }

  @Test
  void aFileThatChangesToAndFroEndsAsItIs() {
    try (Workbench bench = open()) {
      write("a.txt", "Version A of the text.");
      bench.ingest(folder);
      Set<String> contentOfA = bench.content();
      write("a.txt", "Version B of the text.");
      bench.ingest(folder);
      assertThat(texts(bench)).containsExactly("Version B of the text.");
      write("a.txt", "Version A of the text.");

      bench.ingest(folder);

      assertThat(bench.content()).isEqualTo(contentOfA);
      assertThat(bench.verify().clean()).isTrue();
    }
  }

  @Test
  void aFileThatBecomesEmptyLeavesTheIndexAndIsListedAsSkipped() {
    write("a.txt", "Something to find.");
    write("b.txt", "Something else to find.");
    try (Workbench bench = open()) {
      bench.ingest(folder);
      write("a.txt", "  \n ");

      IngestionState again = bench.ingest(folder);

      assertThat(again.status()).isEqualTo(JobStatus.COMPLETED);
      assertThat(again.documents()).isEqualTo(new DocumentCounts(2, 0, 1, 1, 0, 0));
      assertThat(texts(bench)).containsExactly("Something else to find.");
      assertThat(bench.knowledgeBases().problems(KB, SourceName.DEFAULT, 10))
          .singleElement()
          .satisfies(problem -> assertThat(problem.code()).isEqualTo(ErrorCode.EMPTY_DOCUMENT));
      assertThat(bench.verify().clean()).isTrue();
    }
  }

  @Test
  void aShrinkingFileLosesItsLastChunks() {
    write("long.md", sections(12, "quiet"));
    try (Workbench bench = open()) {
      bench.ingest(folder);
      write("long.md", sections(3, "quiet"));

      IngestionState again = bench.ingest(folder);

      assertThat(again.chunks().embedded()).isZero();
      assertThat(texts(bench)).hasSize(3).noneMatch(text -> text.contains("paragraph 9"));
      assertThat(bench.verify().clean()).isTrue();
    }
  }

  @Test
  void theSameParagraphInTwoFilesAndTwiceInOneIsFourChunks() {
    String same = "# One\n\nThe very same paragraph.\n";
    write("a.md", same);
    write("b.md", same);
    write("c.md", same + "\n" + same);
    try (Workbench bench = open()) {
      IngestionState state = bench.ingest(folder);

      assertThat(state.chunks().indexed()).isEqualTo(4);
      assertThat(bench.content()).hasSize(4);
      assertThat(bench.verify().clean()).isTrue();
    }
  }

  @Test
  void twoSourcesMayHaveEqualPaths() throws IOException {
    Path other = Files.createDirectory(temp.resolve("other"));
    write("same.txt", "From the first source.");
    Files.writeString(other.resolve("same.txt"), "From the second source.");
    try (Workbench bench = open()) {
      bench.ingest(folder);
      bench.ingest(start(other, new SourceName("second"), false));
      assertThat(texts(bench)).hasSize(2);
      Files.delete(other.resolve("same.txt"));

      IngestionState refused = bench.ingest(start(other, new SourceName("second"), false));
      assertThat(refused.status()).isEqualTo(JobStatus.FAILED);
      assertThat(refused.error().code()).isEqualTo(ErrorCode.MASS_DELETE_REFUSED);
      assertThat(texts(bench)).hasSize(2);

      IngestionState allowed = bench.ingest(start(other, new SourceName("second"), true));
      assertThat(allowed.status()).isEqualTo(JobStatus.COMPLETED);
      assertThat(allowed.documents().removed()).isEqualTo(1);
      assertThat(texts(bench)).containsExactly("From the first source.");
    }
  }

  @Test
  void anotherRootUnderTheSameNameIsAConflict() throws IOException {
    Path other = Files.createDirectory(temp.resolve("other"));
    Files.writeString(other.resolve("x.txt"), "x");
    write("a.txt", "a");
    try (Workbench bench = open()) {
      bench.ingest(folder);

      assertThatThrownBy(() -> bench.ingest(other))
          .isInstanceOfSatisfying(
              IngestionException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.SOURCE_CONFLICT));
      assertThat(texts(bench)).containsExactly("a");
    }
  }

  @Test
  void aDeletedFileLeavesTheIndex() throws IOException {
    write("a.txt", "This one stays.");
    write("b.txt", "This one goes.");
    try (Workbench bench = open()) {
      bench.ingest(folder);
      Files.delete(folder.resolve("b.txt"));

      IngestionState again = bench.ingest(folder);

      assertThat(again.documents()).isEqualTo(new DocumentCounts(1, 0, 1, 0, 0, 1));
      assertThat(texts(bench)).containsExactly("This one stays.");
      assertThat(bench.verify().clean()).isTrue();
    }
  }

  @Test
  void losingMostOfTwentyDocumentsDeletesNothingUnlessAllowed() throws IOException {
    for (int i = 0; i < 20; i++) {
      write("d%02d.txt".formatted(i), "Document number " + i);
    }
    try (Workbench bench = open()) {
      bench.ingest(folder);
      for (int i = 0; i < 11; i++) {
        Files.delete(folder.resolve("d%02d.txt".formatted(i)));
      }

      IngestionState refused = bench.ingest(folder);
      assertThat(refused.status()).isEqualTo(JobStatus.FAILED);
      assertThat(refused.error().message()).contains("11").contains("allow a mass delete");
      assertThat(texts(bench)).hasSize(20);

      IngestionState allowed = bench.ingest(start(folder, SourceName.DEFAULT, true));
      assertThat(allowed.status()).isEqualTo(JobStatus.COMPLETED);
      assertThat(allowed.documents()).isEqualTo(new DocumentCounts(9, 0, 9, 0, 0, 11));
      assertThat(texts(bench)).hasSize(9);
    }
  }

  @Test
  void anIndexDirectoryDeletedBetweenRunsIsBuiltAgain() throws IOException {
    write("a.txt", "Something to find.");
    write("b.md", sections(5, "quiet"));
    Set<String> before;
    try (Workbench bench = open()) {
      bench.ingest(folder);
      before = bench.content();
    }
    Trees.delete(dataRoot.resolve(KB.value()).resolve("index"));

    try (Workbench bench = open()) {
      assertThatThrownBy(() -> bench.search().search(KB, "find", 5, Mode.HYBRID))
          .isInstanceOfSatisfying(
              IngestionException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.INDEX_NOT_READY));
      assertThat(bench.verify().missing()).isEqualTo(before.size());

      IngestionState again = bench.ingest(folder);

      assertThat(again.status()).isEqualTo(JobStatus.COMPLETED);
      assertThat(bench.content()).isEqualTo(before);
      assertThat(bench.verify().clean()).isTrue();
    }
  }

  @Test
  void aDatabaseDeletedBetweenRunsIsFilledAgainFromTheVectorsThatAreLeft() throws IOException {
    write("a.txt", "Something to find.");
    write("b.md", sections(5, "quiet"));
    Set<String> before;
    try (Workbench bench = open()) {
      bench.ingest(folder);
      before = bench.content();
    }
    Trees.delete(dataRoot.resolve("_database"));

    try (Workbench bench = open()) {
      IngestionState again = bench.ingest(folder);

      assertThat(again.status()).isEqualTo(JobStatus.COMPLETED);
      assertThat(again.chunks().embedded()).isZero();
      assertThat(bench.content()).isEqualTo(before);
      assertThat(bench.verify().clean()).isTrue();
    }
  }

  @Test
  void anotherEmbeddingModelBuildsASecondIndexAndSwitchesAtOnce() {
    write("a.txt", "Something to find.");
    try (Workbench bench = open()) {
      bench.ingest(folder);
    }
    try (Workbench bench =
        Workbench.open(dataRoot, new HashingEmbeddingModel(128, 256), Between.NOTHING)) {
      assertThat(bench.search().search(KB, "find", 5, Mode.HYBRID).mode()).isEqualTo(Mode.TEXT);

      IngestionState again = bench.ingest(folder);

      assertThat(again.status()).isEqualTo(JobStatus.COMPLETED);
      assertThat(again.chunks().embedded()).isEqualTo(1);
      assertThat(bench.search().search(KB, "find", 5, Mode.HYBRID).mode()).isEqualTo(Mode.HYBRID);
      assertThat(bench.verify().clean()).isTrue();
    }
  }

  @Test
  void aSecondIndexServesOnlyWhenEverySourceIsInIt() throws IOException {
    write("a.txt", "Something to find.");
    Path wiki = Files.createDirectory(temp.resolve("wiki"));
    Files.writeString(wiki.resolve("b.txt"), "Plums are in the wiki.");
    StartIngestion ofWiki =
        new StartIngestion(
            KB,
            "documents",
            new SourceName("wiki"),
            wiki.toString(),
            List.of(),
            List.of(),
            false,
            false);
    try (Workbench bench = open()) {
      bench.ingest(folder);
      bench.ingest(ofWiki);
    }
    try (Workbench bench =
        Workbench.open(dataRoot, new HashingEmbeddingModel(128, 256), Between.NOTHING)) {
      bench.ingest(folder);
      assertThat(bench.search().search(KB, "plums", 5, Mode.TEXT).hits()).isNotEmpty();

      bench.ingest(ofWiki);
      assertThat(bench.search().search(KB, "plums", 5, Mode.HYBRID).mode()).isEqualTo(Mode.HYBRID);
      assertThat(bench.search().search(KB, "plums", 5, Mode.TEXT).hits()).isNotEmpty();
      assertThat(bench.verify().clean()).isTrue();
    }
  }

  @Test
  void anEarlierVersionStaysWhenTheNewOneCannotBeParsed() throws IOException {
    write("a.html", "<html><body><p>The version that can be read.</p></body></html>");
    write("b.txt", "Another.");
    try (Workbench bench = open()) {
      bench.ingest(folder);
      Files.delete(folder.resolve("a.html"));
      write("a.html", "%PDF-1.7 and then nothing of the kind");

      IngestionState again = bench.ingest(folder);

      assertThat(again.status()).isEqualTo(JobStatus.COMPLETED);
      assertThat(again.documents()).isEqualTo(new DocumentCounts(2, 0, 1, 0, 1, 0));
      assertThat(texts(bench)).anyMatch(text -> text.contains("can be read"));
      IngestionState third = bench.ingest(folder);
      assertThat(third.documents()).isEqualTo(new DocumentCounts(2, 0, 1, 0, 1, 0));
    }
  }

  private Workbench open() {
    return Workbench.open(dataRoot, new HashingEmbeddingModel(), Between.NOTHING);
  }

  private static Set<String> texts(Workbench bench) {
    return bench.content().stream()
        .map(line -> line.split("\\|", 5)[4])
        .collect(Collectors.toSet());
  }

  private static String sections(int count, String mood) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      text.append("## Section ")
          .append(i)
          .append("\n\nThe paragraph ")
          .append(i)
          .append(" is ")
          .append(mood)
          .append(" and says nothing else.\n\n");
    }
    return text.toString();
  }

  private void write(String name, String text) {
    try {
      Files.writeString(folder.resolve(name), text);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
