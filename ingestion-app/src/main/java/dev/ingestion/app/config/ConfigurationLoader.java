package dev.ingestion.app.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import dev.ingestion.app.config.RecordBinder.Values;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.ports.out.PerKnowledgeBase;
import dev.ingestion.ports.out.SettingsDeclaration;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads the defaults of every module ({@code reference.conf}), then a file, then environment
 * variables, then what the command line gave, and reports all that is wrong at once.
 */
public final class ConfigurationLoader {
  /** Variables that begin as settings do and are none. */
  private static final Set<String> NOT_SETTINGS =
      Set.of("INGESTION_HOME", "INGESTION_OPTS", "INGESTION_REQUIRE_TOOLS", "INGESTION_API_TOKEN");

  private final List<SettingsDeclaration<?>> declarations;
  private final Map<String, SettingKey> known;
  private final OwnSettings own;
  private final List<Problem> problems = new ArrayList<>();

  private ConfigurationLoader(Collection<SettingsDeclaration<?>> declarations) {
    this.declarations = List.copyOf(declarations);
    this.known = new TreeMap<>();
    for (SettingsDeclaration<?> declaration : declarations) {
      for (SettingKey key : SettingKey.of(declaration)) {
        if (known.put(key.path(), key) != null) {
          throw new IllegalStateException("Two modules declare " + key.path());
        }
      }
    }
    this.own =
        new OwnSettings(
            declarations.stream()
                .filter(SettingsDeclaration::perKnowledgeBase)
                .flatMap(declaration -> SettingKey.of(declaration).stream())
                .toList());
  }

  /**
   * @throws ConfigurationException if anything is wrong, with everything that is
   */
  public static Configuration load(
      Collection<SettingsDeclaration<?>> declarations, ConfigurationSources sources) {
    return new ConfigurationLoader(declarations).load(sources);
  }

  private Configuration load(ConfigurationSources sources) {
    Config references = ConfigFactory.parseResources(Origins.REFERENCE);
    Config reference = references.resolve();
    Config given =
        overrides(sources)
            .withFallback(environment(sources.environment()))
            .withFallback(known(file(sources.file(), reference)));
    Values values = new Values(given.withFallback(references).resolve(), given, reference);
    Map<Class<? extends Record>, Record> records = new HashMap<>();
    Map<Class<? extends Record>, PerKnowledgeBase<?>> perKnowledgeBase = new HashMap<>();
    for (SettingsDeclaration<?> declaration : declarations) {
      PerKnowledgeBase<?> bound = bind(declaration, values);
      records.put(declaration.type(), bound.general());
      if (declaration.perKnowledgeBase()) {
        perKnowledgeBase.put(declaration.type(), bound);
      }
    }
    if (!problems.isEmpty()) {
      throw new ConfigurationException(problems);
    }
    return new Configuration(records, perKnowledgeBase, settings(values.effective()));
  }

  private <T extends Record> T bind(
      SettingsDeclaration<T> declaration, Values values, UnaryOperator<String> named) {
    RecordBinder<T> binder = new RecordBinder<>(declaration, values, named);
    T bound = binder.bind();
    problems.addAll(binder.problems());
    return bound;
  }

  private <T extends Record> PerKnowledgeBase<T> bind(
      SettingsDeclaration<T> declaration, Values values) {
    T general = bind(declaration, values, UnaryOperator.identity());
    Map<KnowledgeBaseId, T> owned = new HashMap<>();
    if (declaration.perKnowledgeBase()) {
      own.values()
          .forEach(
              (kb, given) -> {
                Config effective = given.withFallback(values.effective());
                owned.put(
                    kb,
                    bind(
                        declaration,
                        new Values(effective, given, values.defaults()),
                        path -> OwnSettings.named(kb, path)));
              });
    }
    return new PerKnowledgeBase<>(general, owned);
  }

  private List<Setting> settings(Config effective) {
    Stream<Setting> general =
        known.values().stream()
            .map(
                key ->
                    new Setting(
                        key.path(),
                        key.variable(),
                        Origins.shown(key, effective),
                        Origins.of(effective.getValue(key.path()))));
    return Stream.concat(general, own.settings())
        .sorted(Comparator.comparing(Setting::key))
        .toList();
  }

  private Config file(@Nullable Path file, Config reference) {
    if (file == null) {
      return ConfigFactory.empty();
    }
    try {
      Config parsed =
          ConfigFactory.parseFile(
              file.toFile(), ConfigParseOptions.defaults().setAllowMissing(false));
      return parsed.resolveWith(parsed.withFallback(reference));
    } catch (ConfigException.IO e) {
      problems.add(new Problem("--config", file.toString(), "option", "cannot be read"));
    } catch (ConfigException.UnresolvedSubstitution e) {
      problems.add(
          new Problem("${…}", null, Origins.of(e.origin()), "refers to what is not set anywhere"));
    } catch (ConfigException.Parse e) {
      problems.add(new Problem(file.toString(), null, Origins.of(e.origin()), syntaxError(e)));
    }
    return ConfigFactory.empty();
  }

  /** The message without the position, which the problem has already. */
  private static String syntaxError(ConfigException.Parse e) {
    String message = String.valueOf(e.getMessage());
    String position = e.origin().description() + ": ";
    return "is not valid HOCON: "
        + (message.startsWith(position) ? message.substring(position.length()) : message);
  }

  private Config environment(Map<String, String> environment) {
    Map<String, SettingKey> byVariable =
        known.values().stream()
            .collect(Collectors.toMap(SettingKey::variable, Function.identity()));
    Config config = ConfigFactory.empty();
    for (Map.Entry<String, String> variable : new TreeMap<>(environment).entrySet()) {
      String name = variable.getKey();
      SettingKey key = byVariable.get(name);
      if (key != null) {
        config = config.withValue(key.path(), value(variable.getValue(), "variable " + name));
      } else if (name.startsWith(SettingKey.VARIABLE_PREFIX) && !NOT_SETTINGS.contains(name)) {
        problems.add(unknown(name, "environment", byVariable.keySet()));
      }
    }
    return config;
  }

  private Config overrides(ConfigurationSources sources) {
    Config config = ConfigFactory.empty();
    for (Map.Entry<String, String> override : new TreeMap<>(sources.overrides()).entrySet()) {
      String origin = sources.origin(override.getKey());
      SettingKey key = known.get(override.getKey());
      ConfigValue value = value(override.getValue(), origin);
      if (key != null) {
        config = config.withValue(key.path(), value);
      } else if (OwnSettings.concerns(override.getKey())) {
        own.add(override.getKey(), value).ifPresent(problems::add);
      } else {
        problems.add(unknown(override.getKey(), origin, known.keySet()));
      }
    }
    return config;
  }

  private static ConfigValue value(String text, String origin) {
    return ConfigValueFactory.fromAnyRef(text, origin);
  }

  /** Keeps the keys that modules declare and reports the others. */
  private Config known(Config file) {
    Config kept = ConfigFactory.empty();
    List<Map.Entry<String, ConfigValue>> entries = new ArrayList<>(file.entrySet());
    entries.sort(Comparator.comparing(entry -> entry.getValue().origin().lineNumber()));
    for (Map.Entry<String, ConfigValue> entry : entries) {
      String key = entry.getKey();
      if (known.containsKey(key)) {
        kept = kept.withValue(key, entry.getValue());
      } else if (OwnSettings.concerns(key)) {
        own.add(key, entry.getValue()).ifPresent(problems::add);
      } else {
        problems.add(unknown(key, Origins.of(entry.getValue()), known.keySet()));
      }
    }
    return kept;
  }

  private static Problem unknown(String name, String origin, Collection<String> names) {
    return new Problem(
        name, null, origin, "is not a known setting" + Suggestions.didYouMean(name, names));
  }
}
