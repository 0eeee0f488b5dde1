package dev.ingestion.domain.chunking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingestion.domain.document.Block;
import dev.ingestion.domain.document.BlockKind;
import dev.ingestion.domain.document.ParsedDocument;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.statistics.Statistics;

class ChunkerPropertyTest {
  @Property(tries = 300)
  void chunksAreSlicesThatFitAndCoverTheText(
      @ForAll("documents") ParsedDocument document,
      @ForAll("settings") ChunkingSettings settings,
      @ForAll("counters") TokenCounter counter) {
    List<Chunk> chunks = new Chunker(settings, counter).chunk(document);

    Statistics.collect(chunks.size() > 1 ? "several chunks" : "at most one");
    assertOrdered(chunks);
    for (Chunk chunk : chunks) {
      assertThat(chunk.text())
          .isEqualTo(document.text().substring(chunk.start(), chunk.end()))
          .isEqualTo(chunk.text().strip())
          .isNotEmpty();
      assertThat(counter.count(chunk.text())).isLessThanOrEqualTo(settings.size());
      assertThat(splitsSurrogatePair(document.text(), chunk.start())).isFalse();
      assertThat(splitsSurrogatePair(document.text(), chunk.end())).isFalse();
    }
    assertCovered(document, chunks);
  }

  @Property(tries = 300)
  void noChunkCrossesAHeadingOrAPage(
      @ForAll("documents") ParsedDocument document,
      @ForAll("settings") ChunkingSettings settings,
      @ForAll("counters") TokenCounter counter) {
    for (Chunk chunk : new Chunker(settings, counter).chunk(document)) {
      List<Block> touched =
          document.blocks().stream()
              .filter(block -> block.start() < chunk.end() && chunk.start() < block.end())
              .toList();
      assertThat(touched).extracting(Block::headings).containsOnly(chunk.headings());
      assertThat(touched).extracting(Block::page).containsOnly(chunk.page());
      assertThat(touched.subList(1, touched.size()))
          .extracting(Block::kind)
          .doesNotContain(BlockKind.HEADING);
    }
  }

  @Property(tries = 300)
  void aChunkHasTextOfItsOwnAndRepeatsNoMoreThanTheOverlap(
      @ForAll("documents") ParsedDocument document,
      @ForAll("settings") ChunkingSettings settings,
      @ForAll("counters") TokenCounter counter) {
    List<Chunk> chunks = new Chunker(settings, counter).chunk(document);

    for (int i = 1; i < chunks.size(); i++) {
      int previousEnd = chunks.get(i - 1).end();
      int start = chunks.get(i).start();
      assertThat(chunks.get(i).end()).isGreaterThan(previousEnd);
      if (start < previousEnd) {
        String repeated = document.text().substring(start, previousEnd);
        assertThat(counter.count(repeated)).isLessThanOrEqualTo(settings.overlap());
      }
    }
  }

  @Property(tries = 100)
  void theSameDocumentGivesTheSameChunks(
      @ForAll("documents") ParsedDocument document, @ForAll("settings") ChunkingSettings settings) {
    Chunker chunker = new Chunker(settings, Counters::unpredictable);

    assertThat(chunker.chunk(document))
        .isEqualTo(new Chunker(settings, Counters::unpredictable).chunk(document));
  }

  private static void assertOrdered(List<Chunk> chunks) {
    for (int i = 0; i < chunks.size(); i++) {
      assertThat(chunks.get(i).ordinal()).isEqualTo(i);
      if (i > 0) {
        assertThat(chunks.get(i).start()).isGreaterThan(chunks.get(i - 1).start());
      }
    }
  }

  /** Every character but white space is in a chunk, or is a heading that a chunk's path has. */
  private static void assertCovered(ParsedDocument document, List<Chunk> chunks) {
    BitSet covered = new BitSet();
    chunks.forEach(chunk -> covered.set(chunk.start(), chunk.end()));
    for (Block block : document.blocks()) {
      boolean livesOnInAPath =
          block.kind() == BlockKind.HEADING
              && !covered.get(block.start())
              && chunks.stream().anyMatch(chunk -> chunk.headings().contains(block.text()));
      for (int i = block.start(); i < block.end() && !livesOnInAPath; i++) {
        assertThat(covered.get(i) || Character.isWhitespace(document.text().charAt(i)))
            .as("character %d of %s", i, block)
            .isTrue();
      }
    }
  }

  private static boolean splitsSurrogatePair(String text, int offset) {
    return offset > 0
        && offset < text.length()
        && Character.isSurrogatePair(text.charAt(offset - 1), text.charAt(offset));
  }

  @Provide
  Arbitrary<ChunkingSettings> settings() {
    return Arbitraries.integers()
        .between(16, 64)
        .flatMap(
            size ->
                Arbitraries.integers()
                    .between(0, (size - 1) / 2)
                    .map(overlap -> new ChunkingSettings(size, overlap)));
  }

  @Provide
  Arbitrary<TokenCounter> counters() {
    return Arbitraries.of(Counters::words, Counters::unpredictable, Counters::squared);
  }

  @Provide
  Arbitrary<ParsedDocument> documents() {
    Arbitrary<String> title = Arbitraries.of("A", "B", "A long heading. With two sentences");
    Arbitrary<String> text =
        pieces().list().ofMinSize(1).ofMaxSize(60).map(p -> String.join("", p));
    Arbitrary<Boolean> newPage = Arbitraries.frequency(Tuple.of(9, false), Tuple.of(1, true));
    return Combinators.combine(Arbitraries.of(BlockKind.class), title, text, newPage)
        .as(RawBlock::new)
        .list()
        .ofMaxSize(30)
        .map(ChunkerPropertyTest::document);
  }

  /** Words and sentences of several scripts, and what breaks naive code. */
  private static Arbitrary<String> pieces() {
    Arbitrary<String> nasty =
        Arbitraries.of(
            "👩‍🚀",
            "\uD83D",
            "\uDE80",
            "e\u0301\u0302",
            "\u0301",
            "\u00A0",
            "\u200B",
            "\u2028",
            "\u0000",
            "\n\n",
            "\t",
            "。",
            "！",
            "…",
            "\u202E",
            "क्षि",
            "🇩🇪",
            "\uFEFF",
            "x".repeat(300),
            "漢".repeat(90),
            "👍🏽".repeat(40),
            "a" + "\u0301".repeat(100),
            " ".repeat(700));
    Arbitrary<String> words =
        Arbitraries.of(
            "word", " the ", " of", " end. ", " Next", "? ", "foo.bar ", " Dr. ", "\n", "漢字");
    return Arbitraries.frequencyOf(
        Tuple.of(8, words), Tuple.of(2, nasty), Tuple.of(1, Arbitraries.strings().ofMaxLength(20)));
  }

  private static ParsedDocument document(List<RawBlock> blocks) {
    ParsedDocument.Builder builder = ParsedDocument.builder();
    List<String> path = new ArrayList<>();
    int page = 1;
    for (RawBlock block : blocks) {
      page += block.newPage() ? 1 : 0;
      if (block.kind() == BlockKind.HEADING) {
        if (path.size() > 2 || block.text().length() % 2 == 0) {
          path.clear();
        }
        path.add(block.title());
        builder.add(BlockKind.HEADING, block.title(), path, page);
      } else {
        builder.add(block.kind(), block.text(), path, page);
      }
    }
    return builder.build("", "text/plain");
  }

  private record RawBlock(BlockKind kind, String title, String text, boolean newPage) {}
}
