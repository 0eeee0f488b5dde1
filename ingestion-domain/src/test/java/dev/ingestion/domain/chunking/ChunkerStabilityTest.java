package dev.ingestion.domain.chunking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingestion.domain.Digest;
import dev.ingestion.domain.document.BlockKind;
import dev.ingestion.domain.document.ParsedDocument;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Another cut of an unchanged document embeds it again. If this test fails on one JDK only, the
 * chunker asks the JDK something that it should not; if it fails on all of them, raise the
 * chunker's version together with the hash.
 */
class ChunkerStabilityTest {
  /** The last row came to Unicode, in part as letters and marks, after Java 17. */
  private static final List<String> PIECES =
      List.of(
          "word",
          "the",
          "end.",
          "Next",
          "e.g.",
          "Dr.",
          "(one)",
          "«zwei»",
          "три.",
          "τέσσερα.",
          "한국어",
          "日本語。",
          "中文，",
          "हिन्दी।",
          "العربية؟",
          "👩‍🚀",
          "🇩🇪",
          "e\u0301",
          "\u00A0",
          "\u180E",
          "\u2028",
          "\uD83D",
          "x".repeat(500),
          "漢".repeat(150),
          "\n\n",
          "! ",
          "",
          ". \uA7D3",
          ". \uD837\uDF00",
          "\u1ACE",
          "a\uD803\uDEFD",
          "\uD81B\uDD70",
          "\uD83E\uDEE8");

  @Test
  void everyJdkAndEveryReleaseOfThisVersionCutsAlike() {
    Random random = new Random(1);
    ParsedDocument.Builder builder = ParsedDocument.builder();
    BlockKind[] kinds = BlockKind.values();
    for (int block = 0; block < 300; block++) {
      StringBuilder text = new StringBuilder();
      for (int piece = random.nextInt(80); piece >= 0; piece--) {
        text.append(PIECES.get(random.nextInt(PIECES.size()))).append(' ');
      }
      BlockKind kind = kinds[random.nextInt(10) == 0 ? 0 : 1 + random.nextInt(kinds.length - 1)];
      builder.add(kind, text.toString(), List.of("heading " + block / 30), block / 20);
    }
    ParsedDocument document = builder.build("", "text/plain");
    TokenCounter counter = text -> (text.length() + 2) / 3;

    Digest digest = new Digest();
    for (Chunk chunk : new Chunker(ChunkingSettings.DEFAULT, counter).chunk(document)) {
      digest.add(chunk.start()).add(chunk.end());
    }

    assertThat(digest.hex(16)).isEqualTo("36b64f40f5ebfb510a92ed35abd5c00e");
  }
}
