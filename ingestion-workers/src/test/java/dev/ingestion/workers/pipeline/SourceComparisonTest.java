package dev.ingestion.workers.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingestion.domain.DocumentKey;
import dev.ingestion.domain.ErrorCode;
import dev.ingestion.ports.out.LedgerDocument;
import dev.ingestion.ports.out.SourceListing;
import dev.ingestion.workers.pipeline.SourceComparison.Difference;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class SourceComparisonTest {
  @Test
  void saysWhatStandsOnEitherSide() {
    assertThat(compare(documents("a", "b", "d"), "b", "c", "e"))
        .containsExactly("new a", "known b", "gone c", "new d", "gone e");
  }

  @Test
  void anEmptySideLeavesTheOther() {
    assertThat(compare(documents(), "a", "b")).containsExactly("gone a", "gone b");
    assertThat(compare(documents("a", "b"))).containsExactly("new a", "new b");
    assertThat(compare(documents())).isEmpty();
  }

  @Test
  void ordersByUnsignedBytesAsBothSidesDo() {
    // U+FFFD sorts before U+1F600 by bytes, and after it by UTF-16 code units
    assertThat(compare(documents("\uFFFD", "\uD83D\uDE00"), "\uFFFD", "\uD83D\uDE00"))
        .containsExactly("known \uFFFD", "known \uD83D\uDE00");
  }

  @Test
  void whatLiesInAnUnlistableSubtreeIsUnknownAndNotGone() {
    List<SourceListing.Entry> listing =
        List.of(
            new SourceListing.Entry.Document("a", "s", 1),
            new SourceListing.Entry.Unlistable("dir/", "permission denied"),
            new SourceListing.Entry.Document("e", "s", 1));

    assertThat(compare(listing, "dir/b", "dir/c/d", "dirt", "e"))
        .containsExactly(
            "new a", "unlistable dir/", "unknown dir/b", "unknown dir/c/d", "gone dirt", "known e");
  }

  @Test
  void readsTheLedgerInPagesWithoutLosingOrDoublingAny() {
    String[] paths = IntStream.range(0, 2_500).mapToObj("p%05d"::formatted).toArray(String[]::new);

    assertThat(compare(documents(paths), paths))
        .containsExactlyElementsOf(Arrays.stream(paths).map(path -> "known " + path).toList());
  }

  @Test
  void stopsWhenItIsTold() {
    List<String> met = new ArrayList<>();
    try (SourceComparison comparison = comparison(documents("a", "b", "c"))) {
      comparison.forEach(() -> met.size() == 2, difference -> met.add(describe(difference)));
    }
    assertThat(met).containsExactly("new a", "new b");
  }

  @Test
  void namesWhatTheSourceRefuses() {
    List<SourceListing.Entry> listing =
        List.of(new SourceListing.Entry.Refused("link", ErrorCode.OUTSIDE_ROOT, "leaves"));

    assertThat(compare(listing)).containsExactly("refused link");
  }

  private static List<String> compare(List<SourceListing.Entry> listing, String... ledger) {
    List<String> met = new ArrayList<>();
    try (SourceComparison comparison = comparison(listing, ledger)) {
      comparison.forEach(() -> false, difference -> met.add(describe(difference)));
    }
    return met;
  }

  private static SourceComparison comparison(List<SourceListing.Entry> listing, String... ledger) {
    List<LedgerDocument> rows = Stream.of(ledger).map(Documents::at).toList();
    return new SourceComparison(
        new ListedEntries(listing),
        (after, limit) ->
            rows.stream()
                .filter(
                    row ->
                        after == null
                            || DocumentKey.PATH_ORDER.compare(row.key().path(), after) > 0)
                .limit(limit)
                .toList());
  }

  private static List<SourceListing.Entry> documents(String... paths) {
    return Stream.of(paths)
        .<SourceListing.Entry>map(path -> new SourceListing.Entry.Document(path, "s", 1))
        .toList();
  }

  private static String describe(Difference difference) {
    if (difference instanceof Difference.Listed listed) {
      return (listed.known() == null ? "new " : "known ") + listed.entry().path();
    } else if (difference instanceof Difference.Refused refused) {
      return "refused " + refused.entry().path();
    } else if (difference instanceof Difference.Unlistable unlistable) {
      return "unlistable " + unlistable.entry().path();
    } else if (difference instanceof Difference.Gone gone) {
      return "gone " + gone.known().key().path();
    }
    return "unknown " + ((Difference.Unknown) difference).known().key().path();
  }

  private static final class ListedEntries implements SourceListing {
    private final Deque<Entry> left;

    ListedEntries(List<Entry> entries) {
      this.left = new ArrayDeque<>(entries);
    }

    @Override
    public Optional<Entry> next() {
      return Optional.ofNullable(left.poll());
    }

    @Override
    public void close() {}
  }
}
