package dev.ingestion.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import dev.ingestion.app.wiring.InstalledModules;
import dev.ingestion.domain.ByteSize;
import dev.ingestion.ports.out.SettingsDeclaration;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds for the settings of every module there is. */
class DeclaredSettingsTest {
  private static final List<SettingsDeclaration<?>> DECLARED =
      InstalledModules.discover().settings();

  private static final Set<String> OF_OTHER_TESTS =
      Set.of("ingestion.sample.", "ingestion.token-holder.");

  /** What texts that need a form may be. */
  private static final Map<String, String> OF_A_FORM =
      Map.of(
          "ingestion.server", "http://127.0.0.1:1",
          "ingestion.tracing.endpoint", "http://127.0.0.1:1/v1/traces",
          "ingestion.api.source-roots", "/srv");

  @Test
  void everyKeyOfAReferenceIsDeclared() {
    List<String> declared = keys().map(SettingKey::path).toList();

    assertThat(ConfigFactory.parseResources("reference.conf").resolve().entrySet())
        .extracting(Map.Entry::getKey)
        .filteredOn(key -> OF_OTHER_TESTS.stream().noneMatch(key::startsWith))
        .containsExactlyInAnyOrderElementsOf(declared);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("keys")
  void everyKeyReachesItsRecordAndNoOtherButThoseThatFollowIt(SettingKey key)
      throws ReflectiveOperationException {
    Configuration byDefault = load(Map.of());
    Object before = value(byDefault, key);

    String another = OF_A_FORM.getOrDefault(key.path(), other(before));
    Configuration changed = load(Map.of(key.variable(), another));

    assertThat(value(changed, key)).isNotEqualTo(before);
    List<String> untouched =
        changed.settings().stream().filter(Setting::hasDefault).map(Setting::key).toList();
    assertThat(untouched).doesNotContain(key.path());
    for (SettingKey same : keys().filter(each -> untouched.contains(each.path())).toList()) {
      assertThat(value(changed, same)).isEqualTo(value(byDefault, same));
    }
  }

  static Stream<SettingKey> keys() {
    return DECLARED.stream().flatMap(declaration -> SettingKey.of(declaration).stream());
  }

  private static Configuration load(Map<String, String> environment) {
    return ConfigurationLoader.load(
        DECLARED, new ConfigurationSources(null, environment, Map.of()));
  }

  private static Object value(Configuration configuration, SettingKey key)
      throws ReflectiveOperationException {
    Class<?> declared = key.components().get(0).getDeclaringRecord();
    Object value = configuration.get(declared.asSubclass(Record.class));
    for (RecordComponent component : key.components()) {
      component.getAccessor().setAccessible(true);
      value = component.getAccessor().invoke(value);
    }
    return value;
  }

  /** A valid value that is another one. */
  private static String other(Object value) {
    if (value instanceof Boolean bool) {
      return String.valueOf(!bool);
    } else if (value instanceof Integer number) {
      return String.valueOf(number + 1);
    } else if (value instanceof Long number) {
      return String.valueOf(number + 1);
    } else if (value instanceof Double number) {
      return String.valueOf(number / 2);
    } else if (value instanceof Duration duration) {
      return duration.plusSeconds(1).toMillis() + "ms";
    } else if (value instanceof ByteSize size) {
      return String.valueOf(size.bytes() * 2);
    } else if (value instanceof Enum<?> constant) {
      List<?> constants = List.of(constant.getDeclaringClass().getEnumConstants());
      Object next = constants.get((constants.indexOf(constant) + 1) % constants.size());
      return next.toString().toLowerCase(Locale.ROOT).replace('_', '-');
    } else if (value instanceof Path path) {
      return path.resolve("other").toString();
    }
    return value + "-other-than-before";
  }
}
