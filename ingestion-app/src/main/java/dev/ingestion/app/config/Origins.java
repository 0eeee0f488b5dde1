package dev.ingestion.app.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigOrigin;
import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;

/** Says for people where a value came from, and what it is. */
final class Origins {
  static final String DEFAULT = "default";
  static final String REFERENCE = "reference.conf";

  private Origins() {}

  static String of(ConfigValue value) {
    return of(value.origin());
  }

  static String of(ConfigOrigin origin) {
    if (REFERENCE.equals(origin.resource())) {
      return DEFAULT;
    }
    String file = origin.filename();
    return file == null
        ? origin.description()
        : origin.lineNumber() < 0 ? file : file + ":" + origin.lineNumber();
  }

  /** The value as it was given, unless it is a secret. */
  static String shown(SettingKey key, Config config) {
    return key.secret() ? Setting.HIDDEN : text(config.getValue(key.path()));
  }

  static String text(ConfigValue value) {
    return value.valueType() == ConfigValueType.STRING
        ? String.valueOf(value.unwrapped())
        : value.render(ConfigRenderOptions.concise());
  }
}
