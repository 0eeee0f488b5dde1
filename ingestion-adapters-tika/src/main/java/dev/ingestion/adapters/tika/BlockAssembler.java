package dev.ingestion.adapters.tika;

import dev.ingestion.domain.document.BlockKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Makes blocks of the elements of a page, which come one after the other. */
final class BlockAssembler {
  private static final Set<String> BOUNDARIES =
      Set.of(
          "address",
          "article",
          "aside",
          "blockquote",
          "body",
          "caption",
          "center",
          "dd",
          "details",
          "dialog",
          "div",
          "dl",
          "dt",
          "fieldset",
          "figcaption",
          "figure",
          "footer",
          "form",
          "header",
          "hr",
          "legend",
          "li",
          "main",
          "menu",
          "nav",
          "ol",
          "p",
          "pre",
          "section",
          "summary",
          "table",
          "tbody",
          "tfoot",
          "thead",
          "tr",
          "ul");

  /** A cell with one of these is no cell of a table but a part of the page's layout. */
  private static final Set<String> TOO_LARGE_FOR_A_CELL =
      Set.of("dl", "h1", "h2", "h3", "h4", "h5", "h6", "ol", "pre", "table", "ul");

  private static final int LONGEST_TITLE = 150;

  private final Outline outline;
  private final StringBuilder text = new StringBuilder();
  private final List<String> cells = new ArrayList<>();
  private boolean inRow;
  private int rowLength;
  private int headingLevel;
  private int lists;
  private int codes;
  private boolean titleExpected;

  BlockAssembler(Outline outline) {
    this.outline = outline;
  }

  /** The next paragraph is a heading, if it is short. */
  void expectTitle() {
    titleExpected = true;
  }

  void start(String element) {
    if (inRow && TOO_LARGE_FOR_A_CELL.contains(element)) {
      endRow();
    }
    if (isHeading(element)) {
      flush();
      headingLevel = element.charAt(1) - '0';
    } else if (isCell(element)) {
      boundary();
    } else if (BOUNDARIES.contains(element)) {
      boundary();
      open(element);
    } else if (element.equals("br")) {
      text.append('\n');
    }
  }

  void characters(CharSequence characters) {
    text.append(characters);
    outline.requireRoom(text.length() + rowLength);
  }

  void end(String element) {
    if (isHeading(element)) {
      flush();
      headingLevel = 0;
    } else if (isCell(element)) {
      endCell();
    } else if (element.equals("tr")) {
      endRow();
    } else if (BOUNDARIES.contains(element)) {
      boundary();
      close(element);
    }
  }

  /** Adds what was read so far and belongs to no row. */
  void flush() {
    if (codes > 0) {
      outline.add(BlockKind.CODE, Texts.code(text));
    } else {
      add(Texts.normalised(text));
    }
    text.setLength(0);
  }

  private void add(String block) {
    if (block.isEmpty()) {
      return;
    }
    if (headingLevel > 0) {
      outline.heading(headingLevel, block);
    } else if (lists > 0) {
      outline.add(BlockKind.LIST_ITEM, block);
    } else if (titleExpected && block.length() <= LONGEST_TITLE) {
      outline.heading(1, block);
    } else {
      outline.add(BlockKind.PARAGRAPH, block);
    }
    titleExpected = false;
  }

  private void open(String element) {
    switch (element) {
      case "li", "dt" -> lists++;
      case "pre" -> codes++;
      case "tr" -> inRow = true;
      default -> {}
    }
  }

  private void close(String element) {
    switch (element) {
      case "li", "dt" -> lists = Math.max(0, lists - 1);
      case "pre" -> codes = Math.max(0, codes - 1);
      default -> {}
    }
  }

  /** Separates what comes from what was: by a space within a cell or a heading. */
  void boundary() {
    if (inRow || headingLevel > 0) {
      text.append('\n');
    } else {
      flush();
    }
  }

  private void endCell() {
    if (inRow) {
      String cell = Texts.normalised(text);
      text.setLength(0);
      cells.add(cell);
      rowLength += cell.length() + TableRow.SEPARATOR.length();
    } else {
      flush();
    }
  }

  private void endRow() {
    if (!inRow) {
      flush();
      return;
    }
    if (!text.isEmpty()) {
      endCell();
    }
    inRow = false;
    String row = TableRow.of(cells);
    if (!row.isEmpty()) {
      outline.add(BlockKind.TABLE_ROW, row);
      titleExpected = false;
    }
    cells.clear();
    rowLength = 0;
  }

  private static boolean isCell(String element) {
    return element.equals("td") || element.equals("th");
  }

  private static boolean isHeading(String element) {
    return element.length() == 2
        && element.charAt(0) == 'h'
        && element.charAt(1) >= '1'
        && element.charAt(1) <= '6';
  }
}
