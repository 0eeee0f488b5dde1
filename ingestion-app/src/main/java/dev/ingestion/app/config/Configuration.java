package dev.ingestion.app.config;

import dev.ingestion.ports.out.PerKnowledgeBase;
import java.util.List;
import java.util.Map;

/**
 * Everything that is set: a record for each declaration, with those of single knowledge bases where
 * these may have their own, and where each value came from.
 */
public final class Configuration {
  private final Map<Class<? extends Record>, Record> records;
  private final Map<Class<? extends Record>, PerKnowledgeBase<?>> perKnowledgeBase;
  private final List<Setting> settings;

  Configuration(
      Map<Class<? extends Record>, Record> records,
      Map<Class<? extends Record>, PerKnowledgeBase<?>> perKnowledgeBase,
      List<Setting> settings) {
    this.records = Map.copyOf(records);
    this.perKnowledgeBase = Map.copyOf(perKnowledgeBase);
    this.settings = List.copyOf(settings);
  }

  /**
   * @throws IllegalArgumentException if no module declares settings of this type
   */
  public <T extends Record> T get(Class<T> type) {
    Record found = records.get(type);
    if (found == null) {
      throw new IllegalArgumentException("No module declares " + type.getName());
    }
    return type.cast(found);
  }

  /** Every record by its type. */
  public Map<Class<? extends Record>, Record> records() {
    return records;
  }

  /** The records of which each knowledge base may have its own, by their type. */
  public Map<Class<? extends Record>, PerKnowledgeBase<?>> perKnowledgeBase() {
    return perKnowledgeBase;
  }

  /** Every setting, in the order of the keys. */
  public List<Setting> settings() {
    return settings;
  }
}
