package dev.ingestion.adapters.lucene;

import static org.apache.lucene.analysis.miscellaneous.WordDelimiterGraphFilter.GENERATE_WORD_PARTS;
import static org.apache.lucene.analysis.miscellaneous.WordDelimiterGraphFilter.PRESERVE_ORIGINAL;
import static org.apache.lucene.analysis.miscellaneous.WordDelimiterGraphFilter.SPLIT_ON_CASE_CHANGE;
import static org.apache.lucene.analysis.miscellaneous.WordDelimiterIterator.DEFAULT_WORD_DELIM_TABLE;

import java.io.IOException;
import java.util.function.Predicate;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.LowerCaseFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.Tokenizer;
import org.apache.lucene.analysis.core.FlattenGraphFilter;
import org.apache.lucene.analysis.en.EnglishPossessiveFilter;
import org.apache.lucene.analysis.en.KStemFilter;
import org.apache.lucene.analysis.miscellaneous.ASCIIFoldingFilter;
import org.apache.lucene.analysis.miscellaneous.WordDelimiterGraphFilter;
import org.apache.lucene.analysis.standard.StandardTokenizer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.OffsetAttribute;

/**
 * Cuts text into words as a person looks for them, the same for what is indexed, what is asked and
 * what is shown.
 *
 * <p>Unicode's word rules leave {@code INGESTION_BATCH_SIZE}, {@code camelCase} and {@code pom.xml}
 * whole, and nobody who types "batch size" would find the first. So such a word is kept as it is
 * and also cut where it changes case or has punctuation inside. Digits are not cut off ({@code
 * utf8}, {@code V0001}) and parts that are only digits are left out ({@code 3.19.39} is found as a
 * whole), since they would match everywhere.
 *
 * <p>Cutting needs the case, folding and stemming come after it. The stemmer is the light K-stem,
 * which leaves words that stand in its dictionary and anything with a character that is no letter.
 * No word is left out, since "to be" can be asked for; {@link TypedQuery} passes over common words
 * where there are others.
 */
final class WordAnalyzer extends Analyzer {
  /** Shared: analyzers keep what they hold by thread. */
  static final WordAnalyzer INSTANCE = new WordAnalyzer();

  private static final int PARTS = GENERATE_WORD_PARTS | PRESERVE_ORIGINAL | SPLIT_ON_CASE_CHANGE;

  private WordAnalyzer() {}

  /** Where a word stands in its text. */
  record Word(String term, int start, int end) {}

  /**
   * Gives the words of a text, by their beginning; parts of a word after the whole.
   *
   * @param sink returns whether it wants more
   */
  void forEach(String text, Predicate<Word> sink) {
    try (TokenStream words = tokenStream("", text)) {
      CharTermAttribute term = words.addAttribute(CharTermAttribute.class);
      OffsetAttribute place = words.addAttribute(OffsetAttribute.class);
      words.reset();
      boolean more = true;
      while (more && words.incrementToken()) {
        more = sink.test(new Word(term.toString(), place.startOffset(), place.endOffset()));
      }
    } catch (IOException e) {
      throw new IllegalStateException("A text in memory is read without files", e);
    }
  }

  @Override
  protected TokenStreamComponents createComponents(String fieldName) {
    Tokenizer source = new StandardTokenizer();
    TokenStream words = new EnglishPossessiveFilter(source);
    words = new WordDelimiterGraphFilter(words, true, DEFAULT_WORD_DELIM_TABLE, PARTS, null);
    words = new FlattenGraphFilter(words);
    words = new ASCIIFoldingFilter(new LowerCaseFilter(words));
    return new TokenStreamComponents(source, new KStemFilter(words));
  }
}
