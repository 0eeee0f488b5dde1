package dev.ingestion.adapters.tika;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;
import java.util.regex.Pattern;
import org.apache.tika.mime.MediaType;
import org.xml.sax.Attributes;
import org.xml.sax.helpers.DefaultHandler;

/** Reads the XHTML that Tika's parsers write, with the classes in which they hide structure. */
final class XhtmlHandler extends DefaultHandler {
  private static final MediaType PDF = MediaType.application("pdf");
  private static final Pattern BULLET = Pattern.compile("^[·•▪◦‣\uF0B7]\\s+");
  private static final Pattern NOTE_REFERENCE = Pattern.compile("\\[(foot|end)noteRef:\\d+]");

  private final Outline outline;
  private final BlockAssembler blocks;
  private final boolean paged;
  private final Deque<String> open = new ArrayDeque<>();
  private int head;

  XhtmlHandler(Outline outline, BlockAssembler blocks, MediaType type) {
    this.outline = outline;
    this.blocks = blocks;
    this.paged = type.equals(PDF);
  }

  @Override
  public void startElement(String uri, String localName, String qName, Attributes attributes) {
    String element = localName;
    String style = Objects.requireNonNullElse(attributes.getValue("class"), "");
    if (element.equals("head")) {
      head++;
    } else if (element.equals("p") && style.startsWith("list")) {
      element = "li";
    }
    open.push(element);
    blocks.start(element);
    if (paged && style.equals("page")) {
      outline.nextPage();
    } else if (style.equals("slide-content")) {
      outline.nextPage();
      outline.endHeadings();
      blocks.expectTitle();
    }
  }

  @Override
  public void characters(char[] characters, int start, int length) {
    if (head == 0) {
      String text = NOTE_REFERENCE.matcher(new String(characters, start, length)).replaceAll("");
      blocks.characters(isListItem() ? BULLET.matcher(text).replaceFirst("") : text);
    }
  }

  @Override
  public void ignorableWhitespace(char[] characters, int start, int length) {
    blocks.characters(new String(characters, start, length));
  }

  @Override
  public void endElement(String uri, String localName, String qName) {
    String element = open.pop();
    if (element.equals("head")) {
      head--;
    }
    blocks.end(element);
  }

  @Override
  public void endDocument() {
    blocks.flush();
  }

  private boolean isListItem() {
    return "li".equals(open.peek());
  }
}
