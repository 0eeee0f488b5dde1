package dev.ingestion.adapters.tika;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.nodes.Element;
import org.jsoup.select.Elements;
import org.jsoup.select.Evaluator;
import org.jsoup.select.Selector;

/**
 * The elements that one of a list of CSS selectors describes. Asking each selector in turn, as
 * jsoup does, takes longer than the parsing of a page; here names, classes and ids are looked up.
 */
final class ElementSet {
  private static final Pattern SIMPLE =
      Pattern.compile(
          "(?<tag>[a-z0-9]+)|(?<of>[a-z]*)\\.(?<class>[\\w-]+)|#(?<id>[\\w-]+)"
              + "|\\[(?<key>[a-z-]+)(?:=(?<value>[\\w-]+))?]");

  private static final String ANY = "";

  private final Set<String> tags = new HashSet<>();
  private final Set<String> ids = new HashSet<>();

  /** The names of elements that each class tells of, {@link #ANY} among them for all. */
  private final Map<String, Set<String>> classes = new HashMap<>();

  /** The values of each attribute, {@link #ANY} among them for all. */
  private final Map<String, Set<String>> attributes = new HashMap<>();

  private final List<Evaluator> others = new ArrayList<>();

  private ElementSet() {}

  /**
   * @param selectors separated by commas; what is more than a name, a class, an id or an attribute
   *     has to ask for an attribute
   */
  static ElementSet of(String selectors) {
    ElementSet set = new ElementSet();
    for (String selector : selectors.split(",", -1)) {
      set.add(selector.strip());
    }
    return set;
  }

  private void add(String selector) {
    Matcher simple = SIMPLE.matcher(selector);
    if (!simple.matches()) {
      others.add(Selector.evaluatorOf(selector));
    } else if (simple.group("tag") != null) {
      tags.add(simple.group("tag"));
    } else if (simple.group("class") != null) {
      put(classes, lower(simple.group("class")), simple.group("of"));
    } else if (simple.group("id") != null) {
      ids.add(simple.group("id"));
    } else {
      String value = simple.group("value");
      put(attributes, simple.group("key"), value == null ? ANY : lower(value));
    }
  }

  boolean contains(Element element) {
    return tags.contains(element.normalName())
        || (element.attributesSize() > 0 && hasOneOfTheAttributes(element));
  }

  /**
   * @return those in the tree of the root, which may be one itself
   */
  Elements in(Element root) {
    Elements found = new Elements();
    root.stream().filter(this::contains).forEach(found::add);
    return found;
  }

  private boolean hasOneOfTheAttributes(Element element) {
    if (!ids.isEmpty() && ids.contains(element.id())) {
      return true;
    }
    if (!classes.isEmpty() && hasOneOfTheClasses(element)) {
      return true;
    }
    for (Map.Entry<String, Set<String>> attribute : attributes.entrySet()) {
      if (element.hasAttr(attribute.getKey())
          && (attribute.getValue().contains(ANY)
              || attribute.getValue().contains(lower(element.attr(attribute.getKey()))))) {
        return true;
      }
    }
    for (Evaluator other : others) {
      if (element.is(other)) {
        return true;
      }
    }
    return false;
  }

  private boolean hasOneOfTheClasses(Element element) {
    String names = element.attr("class");
    int end;
    for (int start = 0; start < names.length(); start = end + 1) {
      end = start;
      while (end < names.length() && !Character.isWhitespace(names.charAt(end))) {
        end++;
      }
      Set<String> of = classes.get(lower(names.substring(start, end)));
      if (of != null && (of.contains(ANY) || of.contains(element.normalName()))) {
        return true;
      }
    }
    return false;
  }

  private static void put(Map<String, Set<String>> map, String key, String value) {
    map.computeIfAbsent(key, any -> new HashSet<>()).add(value);
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
