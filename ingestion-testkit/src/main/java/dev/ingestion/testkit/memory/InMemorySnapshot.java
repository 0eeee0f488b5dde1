package dev.ingestion.testkit.memory;

import dev.ingestion.ports.out.IndexEntry;
import dev.ingestion.ports.out.IndexSnapshot;
import dev.ingestion.ports.out.IndexedChunk;
import dev.ingestion.ports.out.WorkItem;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;
import java.util.regex.MatchResult;
import java.util.stream.IntStream;

/** A copy of an index's entries. Scores by words in common and by the product of vectors. */
final class InMemorySnapshot implements IndexSnapshot {
  private static final char MARK = '\u0001';
  private static final char UNMARK = '\u0002';

  private final List<IndexEntry> visible;
  private final List<IndexEntry> staged;

  InMemorySnapshot(IndexContent content) {
    this.visible = content.visible();
    this.staged = List.copyOf(content.staged());
  }

  @Override
  public List<RankedChunk> byVector(float[] vector, int limit) {
    return ranked(entry -> product(entry.vector(), vector), -2, limit);
  }

  @Override
  public List<RankedChunk> byText(String text, int limit) {
    Set<String> asked = Words.in(text);
    return ranked(
        entry -> {
          Set<String> words = searchable(entry.item());
          return asked.stream().filter(words::contains).count();
        },
        0,
        limit);
  }

  private static Set<String> searchable(WorkItem item) {
    return Words.in(
        String.join(
            "\n", item.title(), String.join("\n", item.chunk().headings()), item.chunk().text()));
  }

  private List<RankedChunk> ranked(ToDoubleFunction<IndexEntry> score, double above, int limit) {
    return IntStream.range(0, visible.size())
        .mapToObj(
            handle -> {
              IndexEntry entry = visible.get(handle);
              return new RankedChunk(handle, entry.item().id().hex(), score.applyAsDouble(entry));
            })
        .filter(ranked -> ranked.score() > above)
        .sorted(
            Comparator.comparingDouble(RankedChunk::score)
                .reversed()
                .thenComparing(RankedChunk::chunkId))
        .limit(limit)
        .toList();
  }

  private static double product(float[] a, float[] b) {
    double product = 0;
    for (int i = 0; i < a.length; i++) {
      product += (double) a[i] * b[i];
    }
    return product;
  }

  @Override
  public IndexedChunk load(RankedChunk ranked) {
    return indexed(visible.get(ranked.handle()), false);
  }

  @Override
  public String snippet(RankedChunk ranked, String query, int maxCharacters) {
    String text = visible.get(ranked.handle()).item().chunk().text();
    Set<String> asked = Words.in(query);
    List<MatchResult> matches =
        Words.places(text).filter(word -> asked.contains(Words.folded(word.group()))).toList();
    int first = matches.isEmpty() ? 0 : matches.get(0).start();
    int from = first < maxCharacters / 2 ? 0 : first - maxCharacters / 4;
    int to = Math.min(text.length(), from + maxCharacters);
    StringBuilder snippet = new StringBuilder();
    int written = from;
    for (MatchResult match : matches) {
      if (match.end() <= to) {
        snippet.append(text, written, match.start()).append(MARK);
        snippet.append(match.group()).append(UNMARK);
        written = match.end();
      }
    }
    return snippet.append(text, written, to).toString();
  }

  @Override
  public List<IndexedChunk> ofGeneration(long generation) {
    return visible.stream()
        .filter(entry -> entry.item().generation().number() == generation)
        .map(entry -> indexed(entry, false))
        .toList();
  }

  @Override
  public void forEach(Consumer<IndexedChunk> visitor) {
    List<IndexedChunk> all = new ArrayList<>();
    visible.forEach(entry -> all.add(indexed(entry, false)));
    staged.forEach(entry -> all.add(indexed(entry, true)));
    all.forEach(visitor);
  }

  static IndexedChunk indexed(IndexEntry entry, boolean staged) {
    WorkItem item = entry.item();
    return new IndexedChunk(
        item.id().hex(),
        item.generation().number(),
        item.document().source().value(),
        item.document().path(),
        item.title(),
        item.chunk().headings(),
        item.chunk().ordinal(),
        item.chunk().page(),
        item.chunk().start(),
        item.chunk().end(),
        item.chunk().text(),
        staged,
        true);
  }

  @Override
  public void close() {
    // a copy holds nothing open
  }
}
