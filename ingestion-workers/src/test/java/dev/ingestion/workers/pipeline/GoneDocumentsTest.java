package dev.ingestion.workers.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingestion.domain.ErrorCode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class GoneDocumentsTest {
  @Test
  void halfOfALargeKnowledgeBaseMayGo() {
    GoneDocuments gone = lost(20, 10, false);

    assertThat(gone.refusal(10, "/docs")).isNull();
    assertThat(removed(gone)).hasSize(10);
  }

  @Test
  void moreThanHalfMayNot() {
    GoneDocuments gone = lost(20, 11, false);

    assertThat(gone.refusal(9, "/docs"))
        .satisfies(
            refusal -> {
              assertThat(refusal.code()).isEqualTo(ErrorCode.MASS_DELETE_REFUSED);
              assertThat(refusal.message())
                  .contains("11", "20", "/docs", "allow a mass delete", "Nothing was removed");
            });
  }

  @Test
  void moreThanHalfMayGoIfAllowed() {
    GoneDocuments gone = lost(2_000, 1_500, true);

    assertThat(gone.refusal(500, "/docs")).isNull();
    assertThat(removed(gone)).hasSize(1_500);
  }

  @Test
  void aSmallKnowledgeBaseMayLoseMost() {
    assertThat(lost(19, 18, false).refusal(1, "/docs")).isNull();
  }

  @Test
  void anEmptyListingRemovesNothingHoweverSmallTheKnowledgeBase() {
    assertThat(lost(2, 2, false).refusal(0, "/docs"))
        .satisfies(refusal -> assertThat(refusal.message()).contains("lists no document"));
    assertThat(lost(2, 2, true).refusal(0, "/docs")).isNull();
  }

  @Test
  void anEmptyListingOfAnEmptyKnowledgeBaseIsNoProblem() {
    assertThat(lost(0, 0, false).refusal(0, "/docs")).isNull();
  }

  private static GoneDocuments lost(long total, int count, boolean allowed) {
    GoneDocuments gone = new GoneDocuments(total, allowed);
    for (int id = 1; id <= count; id++) {
      gone.add(id);
    }
    return gone;
  }

  private static List<Long> removed(GoneDocuments gone) {
    List<Long> ids = new ArrayList<>();
    gone.forEachStep(ids::addAll);
    return ids;
  }
}
