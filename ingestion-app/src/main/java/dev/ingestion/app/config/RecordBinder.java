package dev.ingestion.app.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.ports.out.SettingsDeclaration;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Makes the record that a module declared, and finds which keys are to blame if it cannot be made.
 *
 * <p>A record checks itself in its constructor, which knows nothing of keys and stops at the first
 * problem. So each value that was given is first tried alone among the defaults: what fails then is
 * at fault by itself, and all such values are found at once. A value that was not given, but
 * follows another key's, is that key's fault.
 */
final class RecordBinder<T extends Record> {
  private final Config effective;
  private final Config given;
  private final Config defaults;
  private final UnaryOperator<String> named;
  private final List<SettingKey> keys;
  private final Class<T> type;
  private final List<Problem> problems = new ArrayList<>();

  /**
   * @param values by the keys of the declaration
   * @param named how people have given a key
   */
  RecordBinder(SettingsDeclaration<T> declaration, Values values, UnaryOperator<String> named) {
    this.effective = values.effective();
    this.given = values.given();
    this.defaults = values.defaults();
    this.named = named;
    this.keys = SettingKey.of(declaration);
    this.type = declaration.type();
  }

  /**
   * Where values are found.
   *
   * @param effective every key
   * @param given what people have given
   * @param defaults every key, if nothing had been given
   */
  record Values(Config effective, Config given, Config defaults) {}

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
    List<SettingKey> changed = new ArrayList<>();
    for (int i = 0; i < values.length; i++) {
      SettingKey key = keys.get(i);
      if (!isDefault(key)) {
        try {
          Object[] alone = byDefault.clone();
          alone[i] = SettingType.parse(key.type(), text(key));
          construct(alone);
          values[i] = alone[i];
          changed.add(key);
        } catch (SettingType.NotA | Violation e) {
          if (given.hasPath(key.path())) {
            problems.add(problem(key, message(e)));
          }
        }
      }
    }
    try {
      return construct(problems.isEmpty() ? values : byDefault);
    } catch (Violation e) {
      problems.add(problem(changed, message(e)));
      return defaultsOf(byDefault);
    }
  }

  private boolean isDefault(SettingKey key) {
    return effective.getValue(key.path()).equals(defaults.getValue(key.path()));
  }

  private Object defaultValue(SettingKey key) {
    try {
      return SettingType.parse(key.type(), defaults.getString(key.path()));
    } catch (SettingType.NotA | ConfigException e) {
      throw new IllegalStateException(
          "No usable default of " + key.path() + " in reference.conf", e);
    }
  }

  private T defaultsOf(Object[] byDefault) {
    try {
      return construct(byDefault);
    } catch (Violation e) {
      throw new IllegalStateException("The defaults of " + type + " break its rules", e);
    }
  }

  private String text(SettingKey key) throws SettingType.NotA {
    try {
      return effective.getString(key.path());
    } catch (ConfigException.WrongType e) {
      throw new SettingType.NotA("must be a single value");
    }
  }

  /** Of one key alone, whose name and value stand before the message and need not be in it. */
  private Problem problem(SettingKey blamed, String message) {
    int name = message.indexOf(' ');
    boolean named = name > 0 && blamed.path().endsWith("." + message.substring(0, name));
    String value = ": " + Origins.text(effective.getValue(blamed.path()));
    String rest = named ? message.substring(name + 1) : message;
    return problem(
        List.of(blamed),
        rest.endsWith(value) ? rest.substring(0, rest.length() - value.length()) : rest);
  }

  private Problem problem(List<SettingKey> blamed, String message) {
    return new Problem(
        joined(blamed, key -> named.apply(key.path())),
        joined(blamed, key -> Origins.shown(key, effective)),
        joined(blamed, key -> Origins.of(effective.getValue(key.path()))),
        message);
  }

  private static String joined(List<SettingKey> keys, Function<SettingKey, String> part) {
    return keys.stream().map(part).distinct().collect(Collectors.joining(", "));
  }

  private T construct(Object[] values) throws Violation {
    return construct(type, List.of(values).iterator());
  }

  private static <R> R construct(Class<R> section, Iterator<Object> values) throws Violation {
    RecordComponent[] components = section.getRecordComponents();
    Object[] arguments = new Object[components.length];
    for (int i = 0; i < components.length; i++) {
      Class<?> component = components[i].getType();
      arguments[i] =
          SettingType.isSection(component) ? construct(component, values) : values.next();
    }
    Constructor<R> constructor = constructor(section);
    try {
      return constructor.newInstance(arguments);
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

  private static <R> Constructor<R> constructor(Class<R> type) {
    Class<?>[] components =
        Stream.of(type.getRecordComponents())
            .map(RecordComponent::getType)
            .toArray(Class<?>[]::new);
    try {
      Constructor<R> canonical = type.getDeclaredConstructor(components);
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
