package dev.ingestion.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.ingestion.domain.ByteSize;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.ports.out.PerKnowledgeBase;
import dev.ingestion.ports.out.SettingsDeclaration;
import dev.ingestion.workers.RetryConfig;
import dev.ingestion.workers.RetryDefaults;
import dev.ingestion.workers.StageRetry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigurationLoaderTest {
  record TokenHolderConfig(String apiToken) {}

  private static final List<SettingsDeclaration<?>> DECLARED =
      List.of(
          new SettingsDeclaration<>("sample", SampleConfig.class),
          new SettingsDeclaration<>("token-holder", TokenHolderConfig.class),
          new SettingsDeclaration<>("", RetryDefaults.class),
          new SettingsDeclaration<>("retry", RetryConfig.class, true));

  private static final String KB = "ingestion.knowledge-bases.";

  @TempDir Path folder;

  @Test
  void defaultsComeFromTheReferenceOfEveryModule() {
    assertThat(sample(Map.of()))
        .isEqualTo(
            new SampleConfig(
                "hare",
                true,
                4,
                10_000_000_000L,
                19.5,
                Duration.ofMillis(1500),
                Path.of("field/nest"),
                new ByteSize(4096),
                SampleConfig.Color.LIGHT_BROWN));
  }

  @Test
  void everyTypeIsReadFromAVariable() {
    assertThat(
            sample(
                Map.of(
                    "INGESTION_SAMPLE_NAME", "tortoise",
                    "INGESTION_SAMPLE_FAST", "false",
                    "INGESTION_SAMPLE_LEGS", "5",
                    "INGESTION_SAMPLE_STEPS", "7",
                    "INGESTION_SAMPLE_SPEED", "0.25",
                    "INGESTION_SAMPLE_PAUSE", "250ms",
                    "INGESTION_SAMPLE_HOME", "/shell",
                    "INGESTION_SAMPLE_WEIGHT", "2 MiB",
                    "INGESTION_SAMPLE_COAT_COLOR", "white")))
        .isEqualTo(
            new SampleConfig(
                "tortoise",
                false,
                5,
                7,
                0.25,
                Duration.ofMillis(250),
                Path.of("/shell"),
                ByteSize.ofMegabytes(2),
                SampleConfig.Color.WHITE));
  }

  @ParameterizedTest
  @CsvSource({"0.1, 100", "5, 5000", "5s, 5000", "250ms, 250", "2 minutes, 120000", "1.5s, 1500"})
  void aBareNumberForADurationIsSeconds(String text, long millis) {
    assertThat(sample(Map.of("INGESTION_SAMPLE_PAUSE", text)).pause())
        .isEqualTo(Duration.ofMillis(millis));
  }

  @Test
  void aFileOverridesDefaultsAVariableTheFileAndAnOptionTheVariable() throws IOException {
    Path file = file("ingestion.sample { name = file, legs = 6, steps = 3 }");
    Map<String, String> environment =
        Map.of("INGESTION_SAMPLE_NAME", "variable", "INGESTION_SAMPLE_LEGS", "7");
    Configuration configuration =
        ConfigurationLoader.load(
            DECLARED,
            new ConfigurationSources(file, environment, Map.of("ingestion.sample.name", "option")));

    SampleConfig sample = configuration.get(SampleConfig.class);
    assertThat(sample.name()).isEqualTo("option");
    assertThat(sample.legs()).isEqualTo(7);
    assertThat(sample.steps()).isEqualTo(3);
    assertThat(sample.speed()).isEqualTo(19.5);
    assertThat(configuration.settings())
        .filteredOn(setting -> setting.key().startsWith("ingestion.sample"))
        .extracting(setting -> setting.key().replace("ingestion.sample.", ""), Setting::origin)
        .contains(
            tuple("name", "option -D"),
            tuple("legs", "variable INGESTION_SAMPLE_LEGS"),
            tuple("steps", file + ":1"),
            tuple("speed", "default"));
  }

  @Test
  void aFileMayReferToOtherKeys() throws IOException {
    Path file = file("ingestion.sample.name = ${ingestion.sample.coat-color}-hare");

    assertThat(load(file, Map.of()).get(SampleConfig.class).name()).isEqualTo("light-brown-hare");
  }

  @Test
  void allProblemsAreReportedAtOnce() throws IOException {
    Path file =
        file(
            """
            ingestion.sample {
              legs = many
              speed = -1
              coat-colour = white
              home = [a, b]
            }
            ingestoin.sample.name = typo
            """);

    List<Problem> problems =
        problems(
            file,
            Map.of(
                "INGESTION_SAMPLE_COAT_COLOR", "blue",
                "INGESTION_SAMPLE_PAUZE", "1s",
                "INGESTION_SAMPLE_WEIGHT", "heavy"));

    assertThat(problems)
        .extracting(Problem::toString)
        .containsExactlyInAnyOrder(
            "ingestion.sample.legs = many (%s:2): must be a number".formatted(file),
            "ingestion.sample.speed = -1 (%s:3): must not be negative".formatted(file),
            ("ingestion.sample.coat-colour (%s:4): is not a known setting;"
                    + " did you mean ingestion.sample.coat-color?")
                .formatted(file),
            "ingestion.sample.home = [\"a\",\"b\"] (%s:5): must be a single value".formatted(file),
            ("ingestoin.sample.name (%s:7): is not a known setting;"
                    + " did you mean ingestion.sample.name?")
                .formatted(file),
            "ingestion.sample.coat-color = blue (variable INGESTION_SAMPLE_COAT_COLOR):"
                + " must be one of white, light-brown",
            "INGESTION_SAMPLE_PAUZE (environment): is not a known setting;"
                + " did you mean INGESTION_SAMPLE_PAUSE?",
            "ingestion.sample.weight = heavy (variable INGESTION_SAMPLE_WEIGHT):"
                + " must be a size: bytes, or a number with a unit such as 512K, 64M, 2G");
  }

  @Test
  void valuesThatDoNotGoTogetherAreNamedTogether() {
    Map<String, String> environment =
        Map.of("INGESTION_SAMPLE_LEGS", "0", "INGESTION_SAMPLE_FAST", "no");

    assertThat(problems(null, environment))
        .extracting(Problem::toString)
        .containsExactly(
            "ingestion.sample.fast, ingestion.sample.legs = no, 0"
                + " (variable INGESTION_SAMPLE_FAST, variable INGESTION_SAMPLE_LEGS):"
                + " what has no legs must be fast");
  }

  @Test
  void variablesOfTheLauncherAreNoSettings() {
    Map<String, String> environment =
        Map.of("INGESTION_HOME", "/opt/ingestion", "INGESTION_OPTS", "-Xmx1g", "PATH", "/bin");

    assertThat(sample(environment).name()).isEqualTo("hare");
  }

  @Test
  void anUnknownOptionIsAProblem() {
    ConfigurationException refused =
        catchThrowableOfType(
            ConfigurationException.class,
            () ->
                ConfigurationLoader.load(
                    DECLARED,
                    new ConfigurationSources(null, Map.of(), Map.of("ingestion.sample.nam", "x"))));

    assertThat(refused)
        .hasMessage(
            "The configuration has a problem:\n  ingestion.sample.nam (option -D):"
                + " is not a known setting; did you mean ingestion.sample.name?");
  }

  @Test
  void aSyntaxErrorNamesItsLine() throws IOException {
    assertThat(problems(file("ingestion {\n  sample = \n"), Map.of()))
        .singleElement()
        .satisfies(problem -> assertThat(problem.origin()).startsWith(folder + "/test.conf:"))
        .satisfies(problem -> assertThat(problem.message()).startsWith("is not valid HOCON: "));
  }

  @Test
  void aFileThatIsNotThereIsAProblem() {
    assertThat(problems(folder.resolve("missing.conf"), Map.of()))
        .extracting(Problem::message)
        .containsExactly("cannot be read");
  }

  @Test
  void aReferenceToNothingIsAProblem() throws IOException {
    assertThat(problems(file("ingestion.sample.name = ${nowhere}"), Map.of()))
        .extracting(Problem::message)
        .containsExactly("refers to what is not set anywhere");
  }

  @Test
  void secretsAreNeverShown() {
    Configuration configuration =
        load(null, Map.of("INGESTION_TOKEN_HOLDER_API_TOKEN", "swordfish"));

    assertThat(configuration.get(TokenHolderConfig.class).apiToken()).isEqualTo("swordfish");
    assertThat(configuration.settings())
        .filteredOn(setting -> setting.key().endsWith("api-token"))
        .extracting(Setting::value)
        .containsExactly("(hidden)");
  }

  @Test
  void aDefaultThatRefersToAnotherKeyFollowsIt() {
    RetryConfig retries =
        load(null, Map.of("INGESTION_MAX_RETRIES", "7", "INGESTION_RETRY_EMBED_MAX_RETRIES", "9"))
            .get(RetryConfig.class);

    assertThat(retries.read().maxRetries()).isEqualTo(7);
    assertThat(retries.embed().maxRetries()).isEqualTo(9);
    assertThat(retries.index().maxRetries()).isEqualTo(7);
    assertThat(retries.index().delay()).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void aMistakeIsReportedOnceAlthoughOtherKeysFollowIt() {
    assertThat(problems(null, Map.of("INGESTION_MAX_RETRIES", "-1")))
        .extracting(Problem::toString)
        .containsExactly(
            "ingestion.max-retries = -1 (variable INGESTION_MAX_RETRIES):"
                + " must be from 0 to 1000000");
  }

  @Test
  void aKnowledgeBaseMayHaveItsOwnKeyByKey() throws IOException {
    Path file =
        file(
            """
            ingestion {
              retry-delay = 2s
              retry.index.max-retries = 20
              knowledge-bases {
                handbook.retry.read { max-retries = 10, max-delay = 5m }
                "my.kb".retry.embed.delay = 250ms
                other.kb.retry.embed.delay = 3
              }
            }
            """);
    Configuration configuration =
        ConfigurationLoader.load(
            DECLARED,
            new ConfigurationSources(
                file,
                Map.of(),
                Map.of("ingestion.knowledge-bases.handbook.retry.read.max-retries", "11")));

    PerKnowledgeBase<?> retries = configuration.perKnowledgeBase().get(RetryConfig.class);
    StageRetry general = new StageRetry(3, Duration.ofSeconds(2), Duration.ofSeconds(60));
    StageRetry index = new StageRetry(20, Duration.ofSeconds(2), Duration.ofSeconds(60));
    assertThat(retries.of(new KnowledgeBaseId("team")))
        .isEqualTo(configuration.get(RetryConfig.class))
        .isEqualTo(new RetryConfig(general, general, index));
    assertThat(retries.of(new KnowledgeBaseId("handbook")))
        .isEqualTo(
            new RetryConfig(
                new StageRetry(11, Duration.ofSeconds(2), Duration.ofMinutes(5)), general, index));
    assertThat(retries.of(new KnowledgeBaseId("my.kb")))
        .isEqualTo(
            new RetryConfig(
                general, new StageRetry(3, Duration.ofMillis(250), Duration.ofSeconds(60)), index));
    assertThat(retries.of(new KnowledgeBaseId("other.kb")))
        .isEqualTo(
            new RetryConfig(
                general, new StageRetry(3, Duration.ofSeconds(3), Duration.ofSeconds(60)), index));
    assertThat(configuration.settings())
        .filteredOn(setting -> setting.key().contains("knowledge-bases"))
        .extracting(Setting::key, Setting::value, Setting::origin)
        .containsExactly(
            tuple("ingestion.knowledge-bases.\"my.kb\".retry.embed.delay", "250ms", file + ":6"),
            tuple("ingestion.knowledge-bases.\"other.kb\".retry.embed.delay", "3", file + ":7"),
            tuple("ingestion.knowledge-bases.handbook.retry.read.max-delay", "5m", file + ":5"),
            tuple("ingestion.knowledge-bases.handbook.retry.read.max-retries", "11", "option -D"));
  }

  @Test
  void mistakesInTheSettingsOfAKnowledgeBaseAreReportedWithTheOthers() throws IOException {
    Path file =
        file(
            """
            ingestion.knowledge-bases {
              handbook.retry.read.max-retries = often
              handbook.retry.embed.delay = -5s
              handbook.retry.embde.delay = 5s
              handbook.sample.legs = 3
              "../x".retry.read.delay = 5s
            }
            """);

    assertThat(problems(file, Map.of()))
        .extracting(Problem::toString)
        .satisfiesExactlyInAnyOrder(
            line ->
                assertThat(line)
                    .startsWith(KB + "handbook.retry.read.max-retries = often")
                    .endsWith(file + ":2): must be a number"),
            line ->
                assertThat(line)
                    .startsWith(KB + "handbook.retry.embed.delay = -5s")
                    .endsWith(file + ":3): must be from 0 to 24 hours"),
            line ->
                assertThat(line)
                    .startsWith(KB + "handbook.retry.embde.delay (" + file + ":4): is no setting")
                    .endsWith("; did you mean " + KB + "handbook.retry.embed.delay?"),
            line ->
                assertThat(line)
                    .startsWith(KB + "handbook.sample.legs (" + file + ":5): is no setting"),
            line ->
                assertThat(line)
                    .startsWith(KB + "\"../x\".retry.read.delay = 5s (" + file + ":6): ")
                    .contains("knowledge base id"));
  }

  private Path file(String content) throws IOException {
    return Files.writeString(folder.resolve("test.conf"), content);
  }

  private static SampleConfig sample(Map<String, String> environment) {
    return load(null, environment).get(SampleConfig.class);
  }

  private static Configuration load(Path file, Map<String, String> environment) {
    return ConfigurationLoader.load(
        DECLARED, new ConfigurationSources(file, environment, Map.of()));
  }

  private static List<Problem> problems(Path file, Map<String, String> environment) {
    return catchThrowableOfType(ConfigurationException.class, () -> load(file, environment))
        .problems();
  }
}
