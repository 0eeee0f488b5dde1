package dev.ingestion.app.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.KnowledgeBaseId;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What single knowledge bases have of their own: {@code ingestion.knowledge-bases.<id>.<key>}, for
 * keys that may be given so.
 */
final class OwnSettings {
  private static final String PREFIX = SettingKey.ROOT + ".knowledge-bases.";

  private final List<SettingKey> keys;
  private final Map<KnowledgeBaseId, Config> own =
      new TreeMap<>(Comparator.comparing(KnowledgeBaseId::value));

  /**
   * @param keys of which a knowledge base may have its own
   */
  OwnSettings(Collection<SettingKey> keys) {
    this.keys = List.copyOf(keys);
  }

  /** Whether a key is meant to be one of these, known or not. */
  static boolean concerns(String key) {
    return key.startsWith(PREFIX);
  }

  /** How people give a key of a knowledge base. */
  static String named(KnowledgeBaseId kb, String path) {
    return named(ConfigUtil.joinPath(kb.value()), path);
  }

  private static String named(String kb, String path) {
    return PREFIX + kb + path.substring(SettingKey.ROOT.length());
  }

  /**
   * Takes a value, unless one for the same key was taken before: the strongest comes first.
   *
   * @return what is wrong with the key
   */
  Optional<Problem> add(String key, ConfigValue value) {
    Optional<SettingKey> known = keys.stream().filter(each -> endsWith(key, each)).findFirst();
    if (known.isEmpty()) {
      return Optional.of(unknown(key, value));
    }
    String path = known.get().path();
    try {
      KnowledgeBaseId kb = new KnowledgeBaseId(idIn(key, path));
      Config before = own.getOrDefault(kb, ConfigFactory.empty());
      own.put(kb, before.hasPath(path) ? before : before.withValue(path, value));
      return Optional.empty();
    } catch (IngestionException | ConfigException e) {
      return Optional.of(
          new Problem(key, Origins.text(value), Origins.of(value), String.valueOf(e.getMessage())));
    }
  }

  private static boolean endsWith(String key, SettingKey known) {
    String tail = known.path().substring(SettingKey.ROOT.length());
    return key.endsWith(tail) && key.length() > PREFIX.length() + tail.length();
  }

  /** An id with dots in it need not be put in quotes. */
  private static String idIn(String key, String path) {
    int tail = path.length() - SettingKey.ROOT.length();
    return String.join(
        ".", ConfigUtil.splitPath(key.substring(PREFIX.length(), key.length() - tail)));
  }

  private Problem unknown(String key, ConfigValue value) {
    String id = key.substring(PREFIX.length()).split("\\.", 2)[0];
    List<String> candidates = keys.stream().map(each -> named(id, each.path())).toList();
    String hint =
        Suggestions.nearest(key, candidates)
            .map("; did you mean %s?"::formatted)
            .orElseGet(
                () ->
                    "; a knowledge base may have its own "
                        + keys.stream()
                            .map(each -> each.path().substring(SettingKey.ROOT.length() + 1))
                            .collect(Collectors.joining(", ")));
    return new Problem(key, null, Origins.of(value), "is no setting of a knowledge base" + hint);
  }

  /** By the keys that they stand for, without the knowledge base in them. */
  Map<KnowledgeBaseId, Config> values() {
    return own;
  }

  Stream<Setting> settings() {
    return own.entrySet().stream()
        .flatMap(
            entry ->
                keys.stream()
                    .filter(key -> entry.getValue().hasPath(key.path()))
                    .map(key -> setting(entry.getKey(), key, entry.getValue())));
  }

  private static Setting setting(KnowledgeBaseId kb, SettingKey key, Config values) {
    return new Setting(
        named(kb, key.path()),
        "",
        Origins.shown(key, values),
        Origins.of(values.getValue(key.path())));
  }
}
