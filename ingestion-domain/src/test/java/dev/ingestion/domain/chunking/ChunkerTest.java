package dev.ingestion.domain.chunking;

import static dev.ingestion.domain.document.BlockKind.CODE;
import static dev.ingestion.domain.document.BlockKind.HEADING;
import static dev.ingestion.domain.document.BlockKind.LIST_ITEM;
import static dev.ingestion.domain.document.BlockKind.PARAGRAPH;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ingestion.domain.document.ParsedDocument;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ChunkerTest {
  private static final ChunkingSettings SMALL = new ChunkingSettings(20, 0);

  private final ParsedDocument.Builder document = ParsedDocument.builder();

  @Test
  void anEmptyDocumentHasNoChunks() {
    assertThat(chunk(SMALL)).isEmpty();
  }

  @Test
  void aShortDocumentIsOneChunkThatKnowsItsPlace() {
    document.add(PARAGRAPH, "  First.  ", List.of(), 3).add(LIST_ITEM, "Second.", List.of(), 3);

    assertThat(chunk(SMALL)).containsExactly(new Chunk(0, "First.\nSecond.", List.of(), 3, 0, 14));
  }

  @Test
  void headingsAndPagesSeparateChunks() {
    document
        .add(HEADING, "A", List.of("A"), 1)
        .add(PARAGRAPH, "one", List.of("A"), 1)
        .add(PARAGRAPH, "two", List.of("A"), 2)
        .add(HEADING, "B", List.of("B"), 2)
        .add(PARAGRAPH, "three", List.of("B"), 2);

    List<Chunk> chunks = chunk(SMALL);

    assertThat(chunks).extracting(Chunk::text).containsExactly("A\none", "two", "B\nthree");
    assertThat(chunks).extracting(Chunk::page).containsExactly(1, 2, 2);
    assertThat(chunks)
        .extracting(Chunk::headings)
        .containsExactly(List.of("A"), List.of("A"), List.of("B"));
  }

  @Test
  void aHeadingWithNothingButASubHeadingLivesOnInThePath() {
    document
        .add(HEADING, "A", List.of("A"), 0)
        .add(HEADING, "B", List.of("A", "B"), 0)
        .add(PARAGRAPH, "text", List.of("A", "B"), 0);

    assertThat(chunk(SMALL)).containsExactly(new Chunk(0, "B\ntext", List.of("A", "B"), 0, 2, 8));
  }

  @Test
  void aHeadingThatNoPathRepeatsIsNotLost() {
    document
        .add(HEADING, "Empty", List.of("Empty"), 0)
        .add(HEADING, "Next", List.of("Next"), 0)
        .add(HEADING, "Last", List.of("Next", "Last"), 0);

    assertThat(texts(SMALL)).containsExactly("Empty", "Last");
  }

  @Test
  void twoSectionsOfOneNameStayApart() {
    document
        .add(HEADING, "Example", List.of("Example"), 0)
        .add(PARAGRAPH, "one", List.of("Example"), 0)
        .add(HEADING, "Example", List.of("Example"), 0)
        .add(PARAGRAPH, "two", List.of("Example"), 0);

    assertThat(texts(SMALL)).containsExactly("Example\none", "Example\ntwo");
  }

  @Test
  void aBlockThatDoesNotFitBeginsTheNextChunkIfThisOneIsHalfFull() {
    document
        .add(PARAGRAPH, words(6) + ". " + words(5) + ".", List.of(), 0)
        .add(PARAGRAPH, words(5) + ". " + words(5) + ".", List.of(), 0);

    assertThat(texts(SMALL))
        .containsExactly(words(6) + ". " + words(5) + ".", words(5) + ". " + words(5) + ".");
  }

  @Test
  void aBlockThatDoesNotFitFillsAChunkThatIsNotHalfFull() {
    document
        .add(HEADING, "H", List.of("H"), 0)
        .add(PARAGRAPH, words(9) + ". " + words(9) + ".", List.of("H"), 0);

    assertThat(texts(SMALL)).containsExactly("H\n" + words(9) + ".", words(9) + ".");
  }

  @Test
  void aSentenceOfMoreThanAChunkIsCutBetweenWords() {
    document.add(PARAGRAPH, words(50), List.of(), 0);

    List<String> texts = texts(SMALL);

    assertThat(String.join(" ", texts)).isEqualTo(words(50));
    assertThat(texts.subList(0, texts.size() - 1))
        .allSatisfy(text -> assertThat(Counters.words(text)).isBetween(10, 20));
  }

  @Test
  void codeIsCutBetweenLines() {
    String line = "    call(a, b); // x. Y";
    document.add(CODE, "{\n" + (line + "\n").repeat(6) + "}", List.of(), 0);

    assertThat(texts(SMALL))
        .allSatisfy(text -> assertThat(text).matches("(?s)(\\{|call).*(Y|\\})"));
  }

  @Test
  void aWordOfMoreThanAChunkIsCutBetweenCharacters() {
    TokenCounter characters = text -> text.codePointCount(0, text.length());
    document.add(PARAGRAPH, "👩‍🚀e\u0301".repeat(30), List.of(), 0);

    ChunkingSettings odd = new ChunkingSettings(23, 0);

    List<Chunk> chunks = new Chunker(odd, characters).chunk(document.build("", "text/plain"));

    assertThat(chunks).hasSizeGreaterThan(5);
    assertThat(chunks)
        .extracting(Chunk::text)
        .allSatisfy(
            text -> {
              assertThat(text).matches("(👩‍🚀|e\u0301)+");
              assertThat(characters.count(text)).isLessThanOrEqualTo(23);
            });
  }

  @Test
  void aWordThatTheModelTakesForOneTokenIsCutAllTheSame() {
    document.add(PARAGRAPH, "x".repeat(1_000_000), List.of(), 0);

    assertThat(texts(SMALL))
        .allSatisfy(text -> assertThat(text.length()).isLessThanOrEqualTo(20 * 16));
  }

  @Test
  void aGapThatTheModelDoesNotCountIsNotTakenIntoAChunk() {
    document.add(PARAGRAPH, "before" + " ".repeat(1_000_000) + "after", List.of(), 0);

    assertThat(texts(SMALL)).containsExactly("before", "after");
  }

  @Test
  void aChunkRepeatsWholeSentencesOfTheOneBeforeIt() {
    String text =
        IntStream.range(0, 40)
            .mapToObj(n -> "This is number " + n + ".")
            .collect(Collectors.joining(" "));
    document.add(PARAGRAPH, text, List.of(), 0);

    List<Chunk> chunks = chunk(new ChunkingSettings(40, 13));

    assertThat(chunks).hasSizeGreaterThan(5);
    for (int i = 1; i < chunks.size(); i++) {
      Chunk chunk = chunks.get(i);
      int previousEnd = chunks.get(i - 1).end();
      String repeated = text.substring(chunk.start(), previousEnd);
      assertThat(repeated).matches("This is number \\d+\\. This is number \\d+\\.");
      assertThat(chunk.end()).isGreaterThan(previousEnd);
    }
  }

  @Test
  void anOverlapWithWhichTheNextSentenceDoesNotFitIsDropped() {
    TokenCounter counter =
        text -> Counters.words(text) + (text.contains("Two") && text.contains("Three") ? 100 : 0);
    document.add(PARAGRAPH, "One aa bb cc. Two dd ee. Three ff gg hh ii jj kk.", List.of(), 0);

    List<Chunk> chunks =
        new Chunker(new ChunkingSettings(16, 7), counter).chunk(document.build("", "text/plain"));

    assertThat(chunks)
        .extracting(Chunk::text)
        .containsExactly("One aa bb cc. Two dd ee.", "Three ff gg hh ii jj kk.");
  }

  @Test
  void noOverlapReachesIntoAnotherSection() {
    document
        .add(PARAGRAPH, "One. Two. Three.", List.of("A"), 0)
        .add(PARAGRAPH, "Four. Five.", List.of("B"), 0);

    assertThat(texts(new ChunkingSettings(20, 9)))
        .containsExactly("One. Two. Three.", "Four. Five.");
  }

  @Test
  void theFingerprintTellsSettingsApart() {
    assertThat(new Chunker(new ChunkingSettings(20, 1), Counters::words).fingerprint())
        .isNotEqualTo(new Chunker(new ChunkingSettings(20, 2), Counters::words).fingerprint())
        .isNotEqualTo(new Chunker(new ChunkingSettings(21, 1), Counters::words).fingerprint());
  }

  @Test
  void everyCharacterIsCountedAFewTimesHoweverLongTheText() {
    AtomicLong counted = new AtomicLong();
    TokenCounter counter =
        text -> {
          counted.addAndGet(text.length());
          return text.length() / 4 + 1;
        };
    String sentence = "It was neither long nor short, as sentences go. ";
    document
        .add(PARAGRAPH, sentence.repeat(5_000), List.of(), 0)
        .add(PARAGRAPH, words(50_000), List.of(), 0)
        .add(PARAGRAPH, "x".repeat(200_000), List.of(), 0);
    ParsedDocument parsed = document.build("", "text/plain");

    new Chunker(ChunkingSettings.DEFAULT, counter).chunk(parsed);

    assertThat(counted.get()).isLessThan(10L * parsed.text().length());
  }

  private List<Chunk> chunk(ChunkingSettings settings) {
    return new Chunker(settings, Counters::words).chunk(document.build("", "text/plain"));
  }

  private List<String> texts(ChunkingSettings settings) {
    return chunk(settings).stream().map(Chunk::text).toList();
  }

  private static String words(int count) {
    return IntStream.range(0, count).mapToObj(n -> "W" + n).collect(Collectors.joining(" "));
  }
}
