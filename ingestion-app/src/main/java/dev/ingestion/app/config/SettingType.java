package dev.ingestion.app.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigValueFactory;
import dev.ingestion.domain.ByteSize;
import java.math.BigDecimal;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Makes a value of a setting's type of the text that was given for it. */
final class SettingType {
  private SettingType() {}

  /** The text cannot be taken; the message completes "it …". */
  static final class NotA extends Exception {
    private static final long serialVersionUID = 1L;

    NotA(String expectation) {
      super(expectation);
    }
  }

  /** Whether a component is no setting, but a record of settings. */
  static boolean isSection(Class<?> type) {
    return type.isRecord() && type != ByteSize.class;
  }

  static Object parse(Class<?> type, String text) throws NotA {
    if (type == String.class) {
      return text;
    } else if (type == boolean.class) {
      return bool(text);
    } else if (type == int.class) {
      return (int) whole(text, Integer.MIN_VALUE, Integer.MAX_VALUE);
    } else if (type == long.class) {
      return whole(text, Long.MIN_VALUE, Long.MAX_VALUE);
    } else if (type == double.class) {
      return number(text).doubleValue();
    } else if (type == Duration.class) {
      return duration(text);
    } else if (type == ByteSize.class) {
      return size(text);
    } else if (type == Path.class) {
      return path(text);
    } else if (type.isEnum()) {
      return constant(type, text);
    }
    throw new IllegalStateException("No setting can be of type " + type.getName());
  }

  private static boolean bool(String text) throws NotA {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true", "yes", "on" -> true;
      case "false", "no", "off" -> false;
      default -> throw new NotA("must be true or false");
    };
  }

  private static long whole(String text, long least, long most) throws NotA {
    try {
      long value = number(text).longValueExact();
      if (value >= least && value <= most) {
        return value;
      }
    } catch (ArithmeticException e) {
      throw new NotA("must be a whole number");
    }
    throw new NotA("must be a number from %d to %d".formatted(least, most));
  }

  private static BigDecimal number(String text) throws NotA {
    try {
      return new BigDecimal(text.strip());
    } catch (NumberFormatException e) {
      throw new NotA("must be a number");
    }
  }

  private static Duration duration(String text) throws NotA {
    try {
      // A bare number is seconds here, milliseconds in HOCON.
      boolean bare = text.strip().matches("[+-]?[0-9.]+");
      return one(bare ? text.strip() + "s" : text).getDuration("value");
    } catch (ConfigException e) {
      throw new NotA("must be a duration: seconds, or a number with a unit such as 250ms, 5s, 2m");
    }
  }

  private static ByteSize size(String text) throws NotA {
    try {
      return new ByteSize(one(text).getBytes("value"));
    } catch (ConfigException | IllegalArgumentException e) {
      throw new NotA("must be a size: bytes, or a number with a unit such as 512K, 64M, 2G");
    }
  }

  private static Config one(String text) {
    return ConfigValueFactory.fromAnyRef(text).atKey("value");
  }

  private static Path path(String text) throws NotA {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new NotA("must be a path (" + e.getReason() + ")");
    }
  }

  private static Object constant(Class<?> type, String text) throws NotA {
    for (Object constant : type.getEnumConstants()) {
      if (kebab(constant).equalsIgnoreCase(text.strip())) {
        return constant;
      }
    }
    throw new NotA(
        Stream.of(type.getEnumConstants())
            .map(SettingType::kebab)
            .collect(Collectors.joining(", ", "must be one of ", "")));
  }

  private static String kebab(Object constant) {
    return ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
