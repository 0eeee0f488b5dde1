package dev.ingestion.adapters.lucene;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordAnalyzerTest {
  @ParameterizedTest
  @CsvSource({
    "batch size, set INGESTION_BATCH_SIZE to 50",
    "ingestion_batch_size, set INGESTION_BATCH_SIZE to 50",
    "ingestion-batch-size, set INGESTION_BATCH_SIZE to 50",
    "lifecycle manager, the LifecycleManager drives it",
    "lifecyclemanager, the LifecycleManager drives it",
    "skip locked, claims with `FOR UPDATE SKIP LOCKED`",
    "pom.xml, see pom.xml there",
    "pom, see pom.xml there",
    "architecture.md, docs/architecture.md",
    "3.19.39, version 3.19.39",
    "job, the job's checkpoint",
    "job's, the checkpoint of a job",
    "resuming, how to resume",
    "leases, a lease",
    "cafe, Café",
    "café, CAFE",
    "uber, Über",
    "日, 日本",
  })
  void everyWordOfTheQueryIsInTheText(String query, String text) {
    assertThat(terms(text)).containsAll(terms(query));
    assertThat(TypedQuery.of(query).words()).isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource({"19, version 3.19.39", "h, the H2 database", "is, this", "man, LifecycleManager"})
  void aWordIsNotFoundInAnother(String query, String text) {
    assertThat(terms(text)).doesNotContainAnyElementsOf(terms(query));
  }

  @Test
  void partsAreWhereTheyStand() {
    List<WordAnalyzer.Word> words = words("a BATCH_SIZE");

    assertThat(words)
        .containsExactly(
            new WordAnalyzer.Word("a", 0, 1),
            new WordAnalyzer.Word("batch_size", 2, 12),
            new WordAnalyzer.Word("batch", 2, 7),
            new WordAnalyzer.Word("size", 8, 12));
  }

  @Test
  void aQueryIsCappedAtItsFirstDifferentWords() {
    StringBuilder typed = new StringBuilder();
    for (int i = 0; i < 10_000; i++) {
      typed.append(" same word").append(i);
    }

    assertThat(TypedQuery.of(typed.toString()).words())
        .hasSize(TypedQuery.MOST_WORDS)
        .startsWith("same", "word0");
  }

  @Test
  void commonWordsCountOnlyIfThereAreNoOthers() {
    assertThat(TypedQuery.of("Tea for the elephants").words()).containsExactly("tea", "elephant");
    assertThat(TypedQuery.of("this is it").words()).containsExactly("this", "is", "it");
  }

  private static List<String> terms(String text) {
    return words(text).stream().map(WordAnalyzer.Word::term).toList();
  }

  private static List<WordAnalyzer.Word> words(String text) {
    List<WordAnalyzer.Word> words = new ArrayList<>();
    WordAnalyzer.INSTANCE.forEach(text, words::add);
    return words;
  }
}
