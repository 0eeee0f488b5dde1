package dev.ingestion.domain.chunking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingestion.domain.document.BlockKind;
import dev.ingestion.domain.document.ParsedDocument;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An edit near the beginning of a long section must not change the chunks to its end. */
class ChunkerLocalityTest {
  private static final int EDITS = 20;

  /** Long texts without a heading, each as pieces that an edit replaces, inserts or deletes. */
  @SuppressWarnings("ImmutableEnumChecker") // its functions hold nothing
  enum Text {
    PARAGRAPHS(BlockKind.PARAGRAPH, 400, random -> sentences(random, 2 + random.nextInt(8))),
    LIST_OF_EQUALLY_LONG_ITEMS(BlockKind.LIST_ITEM, 2_000, random -> words(random, 10)),
    TABLE_ROWS(BlockKind.TABLE_ROW, 2_000, random -> words(random, 6).replace(' ', '\t')),
    SENTENCES_OF_ONE_PARAGRAPH(null, 1_500, random -> sentences(random, 1)),
    WORDS_WITHOUT_A_FULL_STOP(null, 15_000, random -> words(random, 1));

    private final BlockKind kind;
    private final int pieces;
    private final Function<Random, String> piece;

    Text(BlockKind kind, int pieces, Function<Random, String> piece) {
      this.kind = kind;
      this.pieces = pieces;
      this.piece = piece;
    }

    ParsedDocument document(List<String> texts) {
      ParsedDocument.Builder builder = ParsedDocument.builder();
      if (kind == null) {
        builder.add(BlockKind.PARAGRAPH, String.join(" ", texts), List.of(), 0);
      } else {
        texts.forEach(text -> builder.add(kind, text, List.of(), 0));
      }
      return builder.build("", "text/plain");
    }
  }

  @ParameterizedTest
  @EnumSource
  void anEditChangesFewChunks(Text text) {
    Random random = new Random(42);
    List<Integer> changed = new ArrayList<>();
    for (int i = 0; i < EDITS; i++) {
      List<String> pieces =
          IntStream.range(0, text.pieces)
              .mapToObj(n -> text.piece.apply(random))
              .collect(Collectors.toCollection(ArrayList::new));
      Set<String> before = chunkTexts(text.document(pieces));
      int place = random.nextInt(pieces.size() / 10);
      switch (i % 3) {
        case 0 -> pieces.set(place, text.piece.apply(random));
        case 1 -> pieces.add(place, text.piece.apply(random));
        default -> pieces.remove(place);
      }
      Set<String> after = chunkTexts(text.document(pieces));
      assertThat(before).hasSizeGreaterThan(80);
      after.removeAll(before);
      changed.add(after.size());
    }

    assertThat(changed.stream().mapToInt(n -> n).average().orElseThrow()).isLessThan(4);
    assertThat(changed).allSatisfy(n -> assertThat(n).isLessThan(20));
  }

  private static Set<String> chunkTexts(ParsedDocument document) {
    Chunker chunker = new Chunker(ChunkingSettings.DEFAULT, Counters::words);
    return chunker.chunk(document).stream()
        .map(Chunk::text)
        .collect(Collectors.toCollection(HashSet::new));
  }

  private static String sentences(Random random, int count) {
    return IntStream.range(0, count)
        .mapToObj(n -> "The " + words(random, 6 + random.nextInt(25)) + ".")
        .collect(Collectors.joining(" "));
  }

  private static String words(Random random, int count) {
    return IntStream.range(0, count)
        .mapToObj(n -> Integer.toString(random.nextInt(2_000), 36))
        .collect(Collectors.joining(" "));
  }
}
