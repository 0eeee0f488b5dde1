package dev.ingestion.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rules say nothing about a module whose classes they did not see. */
class ImportTest {
  @ParameterizedTest
  @CsvSource({
    "domain, 35",
    "ports.in, 8",
    "ports.out, 35",
    "workers, 25",
    "adapters.db, 15",
    "adapters.fs, 15",
    "adapters.tika, 15",
    "adapters.onnx, 6",
    "adapters.lucene, 10",
    "adapters.micrometer, 6",
    "adapters.opentelemetry, 8",
    "adapters.rest, 5",
    "app, 25",
    "testkit, 5",
    "benchmarks, 15"
  })
  void theRulesSeeTheClassesOfEveryModule(String layer, int atLeast) {
    assertThat(
            Codebase.PROJECT.classes().that(resideInAPackage(Codebase.PROJECT.layer(layer))).size())
        .isGreaterThanOrEqualTo(atLeast);
  }

  @ParameterizedTest
  @CsvSource({"dev.ingestion.planted..", "dev.ingestion.architecture.."})
  void theRulesDoNotTakeTestsForTheProject(String tests) {
    assertThat(Codebase.PROJECT.classes().that(resideInAPackage(tests))).isEmpty();
  }
}
