package dev.ingestion.app.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.ports.out.SettingsDeclaration;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Makes the record that a module declared, and finds which keys are to blame if it cannot be made.
 *
 * <p>A record checks itself in its constructor, which knows nothing of keys and stops at the first
 * problem. So each value that was given is first tried alone among the defaults: what fails then is
 * at fault by itself, and all such values are found at once.
 */
final class RecordBinder<T extends Record> {
  private final Config effective;
  private final Config defaults;
  private final List<SettingKey> keys;
  private final Constructor<T> constructor;
  private final List<Problem> problems = new ArrayList<>();

  RecordBinder(SettingsDeclaration<T> declaration, Config effective, Config defaults) {
    this.effective = effective;
    this.defaults = defaults;
    this.keys = SettingKey.of(declaration);
    this.constructor = constructor(declaration.type());
  }

  /** What was wrong with the values; empty before {@link #bind}. */
  List<Problem> problems() {
    return problems;
  }

  /**
   * @return the record; that of the defaults if there are problems
   */
  T bind() {
    Object[] byDefault = keys.stream().map(this::defaultValue).toArray();
    Object[] values = byDefault.clone();
    List<SettingKey> given = new ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      SettingKey key = keys.get(i);
      if (!isDefault(key)) {
        try {
          Object[] alone = byDefault.clone();
          alone[i] = SettingType.parse(key.component().getType(), text(key));
          construct(alone);
          values[i] = alone[i];
          given.add(key);
        } catch (SettingType.NotA | Violation e) {
          problems.add(problem(List.of(key), message(e)));
        }
      }
    }
    try {
      return construct(problems.isEmpty() ? values : byDefault);
    } catch (Violation e) {
      problems.add(problem(given, message(e)));
      return defaultsOf(byDefault);
    }
  }

  private boolean isDefault(SettingKey key) {
    return effective.getValue(key.path()).equals(defaults.getValue(key.path()));
  }

  private Object defaultValue(SettingKey key) {
    try {
      return SettingType.parse(key.component().getType(), defaults.getString(key.path()));
    } catch (SettingType.NotA | ConfigException e) {
      throw new IllegalStateException(
          "No usable default of " + key.path() + " in reference.conf", e);
    }
  }

  private T defaultsOf(Object[] byDefault) {
    try {
      return construct(byDefault);
    } catch (Violation e) {
      throw new IllegalStateException("The defaults of " + constructor + " break its rules", e);
    }
  }

  private String text(SettingKey key) throws SettingType.NotA {
    try {
      return effective.getString(key.path());
    } catch (ConfigException.WrongType e) {
      throw new SettingType.NotA("must be a single value");
    }
  }

  private Problem problem(List<SettingKey> blamed, String message) {
    return new Problem(
        joined(blamed, SettingKey::path),
        joined(blamed, key -> Origins.shown(key, effective)),
        joined(blamed, key -> Origins.of(effective.getValue(key.path()))),
        message);
  }

  private static String joined(List<SettingKey> keys, Function<SettingKey, String> part) {
    return keys.stream().map(part).distinct().collect(Collectors.joining(", "));
  }

  private T construct(Object[] values) throws Violation {
    try {
      return constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof IllegalArgumentException
          || e.getCause() instanceof IngestionException) {
        throw new Violation(e.getCause());
      }
      throw new IllegalStateException(constructor + " failed", e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Cannot call " + constructor, e);
    }
  }

  private static String message(Exception e) {
    return String.valueOf(e.getMessage());
  }

  private static <T extends Record> Constructor<T> constructor(Class<T> type) {
    Class<?>[] components =
        Stream.of(type.getRecordComponents())
            .map(RecordComponent::getType)
            .toArray(Class<?>[]::new);
    try {
      Constructor<T> canonical = type.getDeclaredConstructor(components);
      canonical.setAccessible(true);
      return canonical;
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException("A record without its constructor: " + type, e);
    }
  }

  /** The record refuses the values. */
  private static final class Violation extends Exception {
    private static final long serialVersionUID = 1L;

    Violation(Throwable refusal) {
      super(refusal.getMessage(), refusal);
    }
  }
}
