package dev.ingestion.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingestion.app.cli.CommandLines;
import dev.ingestion.app.config.Configuration;
import dev.ingestion.app.config.ConfigurationLoader;
import dev.ingestion.app.config.ConfigurationSources;
import dev.ingestion.app.config.Setting;
import dev.ingestion.app.wiring.InstalledModules;
import dev.ingestion.domain.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** Holds what readers are told to what is there. */
class DocumentationTest {
  private static final Path ROOT = Path.of("").toAbsolutePath().getParent();
  private static final Path DOCS = ROOT.resolve("docs");
  private static final Pattern ROW =
      Pattern.compile(
          "^\\| `(ingestion\\.[^`]+)` \\| `([^`]+)` \\| `([^`]+)` \\| \\S", Pattern.MULTILINE);
  private static final Pattern LINK = Pattern.compile("]\\(([^)#:]+)(#[^)]*)?\\)");
  private static final Pattern CODE = Pattern.compile("`([A-Z]+(?:_[A-Z]+)+)`");

  @Test
  void everySettingIsDescribedWithItsVariableAndItsDefault() throws IOException {
    Configuration defaults =
        ConfigurationLoader.load(
            InstalledModules.discover().settings(),
            new ConfigurationSources(null, Map.of(), Map.of()));

    List<String> rows =
        ROW.matcher(Files.readString(DOCS.resolve("configuration.md")))
            .results()
            .map(row -> String.join(" | ", row.group(1), row.group(2), row.group(3)))
            .toList();

    assertThat(rows)
        .containsExactlyInAnyOrderElementsOf(
            defaults.settings().stream().map(DocumentationTest::row).toList());
  }

  @Test
  void everyCommandAndOptionIsDescribed() throws IOException {
    String page = Files.readString(DOCS.resolve("cli.md"));

    assertThat(CommandLines.all().getSubcommands().entrySet())
        .allSatisfy(
            entry -> {
              String section = section(page, entry.getKey());
              assertThat(section).contains("bin/ingestion " + entry.getKey());
              for (String part : entry.getValue().getSubcommands().keySet()) {
                assertThat(section).contains("bin/ingestion " + entry.getKey() + " " + part);
              }
              for (String option : ownOptions(entry.getValue())) {
                assertThat(section).as(entry.getKey()).contains(option);
              }
            });
  }

  @ParameterizedTest
  @MethodSource("pages")
  void linksLeadSomewhere(Path page) throws IOException {
    List<String> targets =
        LINK.matcher(Files.readString(page)).results().map(link -> link.group(1)).toList();

    assertThat(targets)
        .allSatisfy(target -> assertThat(page.resolveSibling(target).normalize()).exists());
  }

  @Test
  void everyErrorCodeThatIsNamedExists() throws IOException {
    List<String> codes = Stream.of(ErrorCode.values()).map(Enum::name).toList();

    assertThat(
            CODE.matcher(Files.readString(DOCS.resolve("bad-input.md")))
                .results()
                .map((MatchResult code) -> code.group(1)))
        .isNotEmpty()
        .isSubsetOf(codes);
  }

  static List<Path> pages() throws IOException {
    try (Stream<Path> docs = Files.list(DOCS)) {
      return Stream.concat(Stream.of(ROOT.resolve("README.md")), docs)
          .filter(page -> page.toString().endsWith(".md"))
          .toList();
    }
  }

  private static String row(Setting setting) {
    String value = setting.value().isEmpty() ? "(empty)" : setting.value();
    return String.join(" | ", setting.key(), setting.variable(), value);
  }

  /** From the heading that names the command to the next. */
  private static String section(String page, String command) {
    return Pattern.compile("^## ", Pattern.MULTILINE)
        .splitAsStream(page)
        .filter(
            section -> section.lines().findFirst().orElse("").matches(".*\\b" + command + "\\b.*"))
        .findFirst()
        .orElseThrow(() -> new AssertionError("No section about " + command));
  }

  private static List<String> ownOptions(CommandLine command) {
    return Stream.concat(Stream.of(command), command.getSubcommands().values().stream())
        .flatMap(each -> each.getCommandSpec().options().stream())
        .filter(option -> !option.inherited() && !option.usageHelp())
        .map(OptionSpec::longestName)
        .distinct()
        .toList();
  }
}
