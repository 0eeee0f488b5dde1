package dev.ingestion.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.EvaluationResult;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Rules that belong together. Each is checked against the project, where ArchUnit fails it if it
 * finds no class to check, and against planted classes, where it has to name what breaks it.
 */
abstract class RuleFamily {
  abstract List<PlantedRule> rules(Codebase code);

  @TestFactory
  Stream<DynamicTest> theProjectKeepsTheRule() {
    return rules(Codebase.PROJECT).stream()
        .map(
            planted ->
                DynamicTest.dynamicTest(
                    planted.rule().getDescription(),
                    () -> planted.rule().check(Codebase.PROJECT.classes())));
  }

  @TestFactory
  Stream<DynamicTest> theRuleBites() {
    return rules(Codebase.PLANTED).stream()
        .map(
            planted ->
                DynamicTest.dynamicTest(
                    planted.rule().getDescription(), () -> assertBites(planted)));
  }

  private static void assertBites(PlantedRule planted) {
    EvaluationResult result = planted.rule().evaluate(Codebase.PLANTED.classes());

    assertThat(String.join("\n", result.getFailureReport().getDetails()))
        .contains(planted.violations());
  }

  /**
   * @param violations what the rule's report on the planted classes has to mention
   */
  record PlantedRule(ArchRule rule, List<String> violations) {
    static PlantedRule planted(ArchRule rule, String... violations) {
      return new PlantedRule(rule, List.of(violations));
    }
  }
}
