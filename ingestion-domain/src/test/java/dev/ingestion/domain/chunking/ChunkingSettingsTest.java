package dev.ingestion.domain.chunking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChunkingSettingsTest {
  @ParameterizedTest
  @CsvSource({"15, 0", "100, -1", "100, 50", "0, 0", "-200, 0"})
  void settingsThatMakeNoChunksAreRefused(int size, int overlap) {
    assertThatThrownBy(() -> new ChunkingSettings(size, overlap))
        .isInstanceOfSatisfying(
            IngestionException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFIGURATION_INVALID));
  }

  @Test
  void theSmallestSettingsAreAllowed() {
    assertThat(new ChunkingSettings(16, 7).overlap()).isEqualTo(7);
  }
}
