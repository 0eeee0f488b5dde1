package dev.ingestion.adapters.lucene;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.DisjunctionMaxQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;

/**
 * What a person typed, as words. There is no syntax, so nothing can be wrong with it.
 *
 * <p>Words like "for" and "the" count only if there are no others. They stand in nearly every
 * chunk, and a ranking that is fused by ranks would carry all of those far up.
 *
 * @param words distinct, in the order typed
 */
record TypedQuery(Set<String> words) {
  /**
   * Who pastes a page is found by its beginning; three clauses a word stay below Lucene's limit.
   */
  static final int MOST_WORDS = 256;

  private static final float HEADING_BOOST = 1.5f;
  private static final float TITLE_BOOST = 1.5f;

  /** What a word adds that stands in several fields of a chunk, besides its best field. */
  private static final float OTHER_FIELDS = 0.2f;

  static TypedQuery of(String typed) {
    Set<String> words = new LinkedHashSet<>();
    WordAnalyzer.INSTANCE.forEach(
        typed,
        word -> {
          words.add(word.term());
          return words.size() < MOST_WORDS;
        });
    Set<String> telling = new LinkedHashSet<>(words);
    telling.removeIf(EnglishAnalyzer.ENGLISH_STOP_WORDS_SET::contains);
    return new TypedQuery(Collections.unmodifiableSet(telling.isEmpty() ? words : telling));
  }

  /** Matches chunks with at least one of the words; none matches none. */
  Query toLucene() {
    BooleanQuery.Builder any = new BooleanQuery.Builder();
    for (String word : words) {
      any.add(anywhere(word), BooleanClause.Occur.SHOULD);
    }
    return any.build();
  }

  private static Query anywhere(String word) {
    return new DisjunctionMaxQuery(
        List.of(
            new TermQuery(new Term(ChunkDocuments.TEXT_WORDS, word)),
            boosted(ChunkDocuments.HEADING_WORDS, word, HEADING_BOOST),
            boosted(ChunkDocuments.TITLE_WORDS, word, TITLE_BOOST)),
        OTHER_FIELDS);
  }

  private static Query boosted(String field, String word, float boost) {
    return new BoostQuery(new TermQuery(new Term(field, word)), boost);
  }
}
