package dev.ingestion.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * The index at the end of the PostgreSQL manual as questions and answers: an entry is what somebody
 * looks for, and the pages it points to are those which the authors of the book chose for it.
 *
 * <p>Entries below another are joined with it ("aggregate function", "moving aggregate"). Those of
 * a single word and those of settings ("work_mem configuration parameter") are left out: they are
 * names, two thirds of the book's entries, which any search for words finds.
 */
final class BookIndex {
  static final String PAGE = "bookindex.html";

  private static final String SETTING = " configuration parameter";

  private final Map<String, Set<String>> pages = new LinkedHashMap<>();

  /** Entries above the one that is read, outermost first. */
  private final Deque<String> above = new ArrayDeque<>();

  private final StringBuilder term = new StringBuilder();
  private final Set<String> pointers = new TreeSet<>();
  private boolean inTerm;

  private BookIndex() {}

  /**
   * What is looked for.
   *
   * @param pages file names of those that are relevant; never empty
   */
  record Topic(String query, Set<String> pages) {}

  /**
   * @param corpus file names of the pages there are; what points to others is dropped
   * @return the entries in the order of the book
   */
  static List<Topic> read(Path file, Set<String> corpus) {
    BookIndex index = new BookIndex();
    try (InputStream in = Files.newInputStream(file)) {
      XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
      factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
      factory.setProperty(XMLInputFactory.IS_COALESCING, true);
      index.walk(factory.createXMLStreamReader(in));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (XMLStreamException e) {
      throw new IllegalStateException(file + " is not the XHTML it was", e);
    }
    List<Topic> topics = new ArrayList<>();
    index.pages.forEach(
        (query, pages) -> {
          pages.retainAll(corpus);
          if (!pages.isEmpty()) {
            topics.add(new Topic(query, pages));
          }
        });
    return topics;
  }

  private void walk(XMLStreamReader xml) throws XMLStreamException {
    while (xml.hasNext()) {
      switch (xml.next()) {
        case XMLStreamConstants.START_ELEMENT -> begin(xml);
        case XMLStreamConstants.END_ELEMENT -> end(xml.getLocalName());
        case XMLStreamConstants.CHARACTERS -> {
          if (inTerm) {
            term.append(xml.getText());
          }
        }
        default -> {
          // comments and the like say nothing
        }
      }
    }
  }

  private void begin(XMLStreamReader xml) {
    switch (xml.getLocalName()) {
      case "dl" -> above.addLast(term.toString());
      case "dt" -> {
        term.setLength(0);
        pointers.clear();
        inTerm = true;
      }
      case "a" -> {
        inTerm = false; // what follows are titles of pages, or other entries to see
        if ("indexterm".equals(xml.getAttributeValue(null, "class"))) {
          pointers.add(xml.getAttributeValue(null, "href").replaceFirst("#.*", ""));
        }
      }
      default -> {
        // parts of a term that are set in another type
      }
    }
  }

  private void end(String element) {
    if (element.equals("dt")) {
      inTerm = false;
      String own = term.toString().strip().replaceFirst(",$", "").replaceAll("\\s+", " ");
      term.setLength(0);
      term.append(own);
      String query = String.join(" ", above).strip();
      query = query.isEmpty() ? own : query + " " + own;
      if (query.contains(" ") && !query.endsWith(SETTING) && !pointers.isEmpty()) {
        pages.computeIfAbsent(query, none -> new TreeSet<>()).addAll(pointers);
      }
    } else if (element.equals("dl")) {
      term.setLength(0);
      above.removeLast();
    }
  }
}
