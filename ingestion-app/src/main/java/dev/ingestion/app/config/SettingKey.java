package dev.ingestion.app.config;

import dev.ingestion.ports.out.SettingsDeclaration;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One key that a declared record gives rise to.
 *
 * @param path for example {@code ingestion.parser.max-depth}
 * @param components the way through the declared record, and the records in it, to what it fills
 */
record SettingKey(String path, List<RecordComponent> components) {
  static final String ROOT = "ingestion";
  static final String VARIABLE_PREFIX = "INGESTION_";

  private static final Pattern HUMP = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])");
  private static final Pattern SECRET =
      Pattern.compile("(^|[.-])(token|secret|password|key)s?($|[.-])");

  /** The keys of a record, in the order of its components. */
  static List<SettingKey> of(SettingsDeclaration<?> declaration) {
    String prefix = declaration.prefix().isEmpty() ? ROOT : ROOT + "." + declaration.prefix();
    return below(prefix, List.of(), declaration.type()).toList();
  }

  private static Stream<SettingKey> below(
      String prefix, List<RecordComponent> way, Class<?> section) {
    return Stream.of(section.getRecordComponents())
        .flatMap(
            component -> {
              String path = prefix + "." + kebab(component.getName());
              List<RecordComponent> further =
                  Stream.concat(way.stream(), Stream.of(component)).toList();
              return SettingType.isSection(component.getType())
                  ? below(path, further, component.getType())
                  : Stream.of(new SettingKey(path, further));
            });
  }

  /** The type of what it fills. */
  Class<?> type() {
    return components.get(components.size() - 1).getType();
  }

  /** The environment variable that sets it. */
  String variable() {
    return path.replaceAll("[.-]", "_").toUpperCase(Locale.ROOT);
  }

  /** Whether its value must never be shown. */
  boolean secret() {
    return SECRET.matcher(path).find();
  }

  private static String kebab(String camelCase) {
    return HUMP.matcher(camelCase).replaceAll("-").toLowerCase(Locale.ROOT);
  }
}
