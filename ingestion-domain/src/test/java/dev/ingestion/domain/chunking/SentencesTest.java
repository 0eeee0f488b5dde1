package dev.ingestion.domain.chunking;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SentencesTest {
  /** A bar shows where a sentence ends. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "One.| Two!| Three?| Four",
        "Really?!| \"Yes.\"| (Never.)| He said: “So.”| Then…| Next",
        "Dr. Who met Mr. J. R. Smith of the U.S. Army, e.g. here.| He left.",
        "See Fig. 3 and Vol. 2.| It was 1999.| The end.",
        "Am Tag, z. B. um 8 Uhr, bzw. später.| Danach nicht.",
        "version 1.2.3 of foo.bar is out.| It works.",
        "It is approx. five. no new sentence",
        "1. Open it.| 2. Close it.",
        "今日は良い天気です。|明日も？|「はい。」|そうですか！|終わり",
        "यह एक वाक्य है।| यह दूसरा।",
        "هل هذا سؤال؟| نعم.",
        "A title\n \n|And its text.| The end",
        "hard\nwrapped\ntext.| Of two lines"
      })
  void sentencesEndWhereAReaderWouldEndThem(String marked) {
    String text = marked.replace("|", "");

    assertThat(sentences(text))
        .containsExactlyElementsOf(
            List.of(marked.split("\\|")).stream().map(String::strip).toList());
  }

  private static List<String> sentences(String text) {
    Sentences sentences = new Sentences(text);
    List<String> found = new ArrayList<>();
    int start = 0;
    while (start < text.length()) {
      int end = sentences.end(start, text.length());
      found.add(text.substring(start, end));
      start = Characters.skipWhite(text, end, text.length());
    }
    return found;
  }
}
