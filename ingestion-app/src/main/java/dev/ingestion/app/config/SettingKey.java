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
 * @param component of the record that it fills
 */
record SettingKey(String path, RecordComponent component) {
  static final String ROOT = "ingestion";
  static final String VARIABLE_PREFIX = "INGESTION_";

  private static final Pattern HUMP = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])");
  private static final Pattern SECRET =
      Pattern.compile("(^|[.-])(token|secret|password|key)s?($|[.-])");

  /** The keys of a record, in the order of its components. */
  static List<SettingKey> of(SettingsDeclaration<?> declaration) {
    String prefix = declaration.prefix().isEmpty() ? ROOT : ROOT + "." + declaration.prefix();
    return Stream.of(declaration.type().getRecordComponents())
        .map(component -> new SettingKey(prefix + "." + kebab(component.getName()), component))
        .toList();
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
