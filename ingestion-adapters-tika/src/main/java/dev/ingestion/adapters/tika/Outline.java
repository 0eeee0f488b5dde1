package dev.ingestion.adapters.tika;

import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.document.BlockKind;
import dev.ingestion.domain.document.ParsedDocument;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lays out blocks and knows where each stands: under which headings, on which page, in which
 * embedded document.
 */
final class Outline {
  private final ParseBudget budget;
  private final ParsedDocument.Builder document = ParsedDocument.builder();
  private final Omissions omissions = new Omissions();
  private final Deque<Section> sections = new ArrayDeque<>();

  Outline(ParseBudget budget) {
    this.budget = budget;
    sections.push(new Section(List.of(), null));
  }

  /**
   * @param level 1 for the outermost
   */
  void heading(int level, String text) {
    if (!text.isBlank()) {
      current().open(level, text);
      add(BlockKind.HEADING, text);
    }
  }

  /**
   * @param text fit to be shown; blank adds nothing
   */
  void add(BlockKind kind, String text) {
    if (!text.isBlank()) {
      announceEmbedded();
      append(kind, text, current());
    }
  }

  /** What follows stands on the next page or slide. */
  void nextPage() {
    current().page++;
  }

  /** What follows stands under no heading of this document yet. */
  void endHeadings() {
    current().endHeadings();
  }

  /**
   * A document begins within this one. Its name becomes a heading as soon as it has any text.
   *
   * @param name null for a part without a name, such as the body of a mail
   */
  void enter(@Nullable String name) {
    sections.push(new Section(current().path(), name));
  }

  void leave() {
    sections.pop();
  }

  /** The document that begins here could not be read, or not to its end. */
  void omit(IngestionException reason) {
    omissions.add(current().path(), reason);
  }

  Omissions omissions() {
    return omissions;
  }

  /**
   * @param waiting characters that were read and will be text
   */
  void requireRoom(int waiting) {
    budget.requireRoom(waiting);
  }

  ParsedDocument build(String title, String mediaType) {
    return document.build(title, mediaType);
  }

  private Section current() {
    return sections.element();
  }

  private void announceEmbedded() {
    if (current().announced) {
      return;
    }
    sections.descendingIterator().forEachRemaining(this::announce); // outermost first
  }

  private void announce(Section section) {
    if (!section.announced) {
      section.announced = true;
      if (section.name != null) {
        append(BlockKind.HEADING, section.name, new Section(section.base, null));
      }
    }
  }

  private void append(BlockKind kind, String text, Section place) {
    budget.spendOutput(text.length() + 1);
    document.add(kind, text, place.path(), place.page);
  }

  /** A document, or one embedded in it. */
  private static final class Section {
    private final List<String> base;
    private final @Nullable String name;
    private final List<Heading> headings = new ArrayList<>();
    private @Nullable List<String> path;
    private boolean announced;
    private int page;

    Section(List<String> outer, @Nullable String name) {
      this.base = name == null ? outer : append(outer, name);
      this.name = name;
    }

    void open(int level, String text) {
      headings.removeIf(heading -> heading.level >= level);
      headings.add(new Heading(level, text));
      path = null;
    }

    void endHeadings() {
      headings.clear();
      path = null;
    }

    /** The same list for all blocks under the same headings. */
    List<String> path() {
      List<String> known = path;
      if (known == null) {
        List<String> all = new ArrayList<>(base);
        headings.forEach(heading -> all.add(heading.text));
        known = List.copyOf(all);
        path = known;
      }
      return known;
    }

    private static List<String> append(List<String> outer, String name) {
      List<String> base = new ArrayList<>(outer);
      base.add(name);
      return base;
    }
  }

  private record Heading(int level, String text) {}
}
