package dev.ingestion.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingestion.benchmarks.BookIndex.Topic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BookIndexTest {
  private static final String BOOK =
      """
      <?xml version="1.0" encoding="UTF-8" standalone="no"?>
      <!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "http://unreachable.invalid/">
      <html xmlns="http://www.w3.org/1999/xhtml"><body><dl>
      <dt>aggregate function, <a class="indexterm" href="agg.html#PART">Functions, of many</a>,
        <a class="indexterm" href="agg.html">Again</a>, <a class="indexterm" href="gone.html">Gone</a></dt>
      <dd><dl>
        <dt>built-in, <a class="indexterm" href="list.html">List</a></dt>
        <dt>user-defined</dt>
        <dd><dl><dt>in C, <a class="indexterm" href="c.html">C</a></dt></dl></dd>
        <dt>moving, <a class="indexterm" href="moving.html#PART">Moving</a></dt>
      </dl></dd>
      <dt>abs, <a class="indexterm" href="list.html">List</a></dt>
      <dt>work_mem configuration parameter, <a class="indexterm" href="list.html">List</a></dt>
      <dt>VM or so (see <a href="#entry">Visibility Map</a>)</dt>
      <dt>elsewhere only, <a class="indexterm" href="gone.html">Gone</a></dt>
      <dt>two, of them, <a class="indexterm" href="list.html">List</a></dt>
      </dl></body></html>
      """;

  @Test
  void anEntryIsAQuestionWithThePagesOfTheCorpusThatItPointsTo(@TempDir Path temp)
      throws IOException {
    Path file = Files.writeString(temp.resolve(BookIndex.PAGE), BOOK);

    assertThat(BookIndex.read(file, Set.of("agg.html", "list.html", "c.html", "moving.html")))
        .containsExactly(
            new Topic("aggregate function", Set.of("agg.html")),
            new Topic("aggregate function built-in", Set.of("list.html")),
            new Topic("aggregate function user-defined in C", Set.of("c.html")),
            new Topic("aggregate function moving", Set.of("moving.html")),
            new Topic("two, of them", Set.of("list.html")));
  }
}
