package dev.ingestion.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static dev.ingestion.architecture.RuleFamily.PlantedRule.planted;

import com.tngtech.archunit.lang.ArchRule;
import java.util.List;

/** Guice and configuration stay at the edge; classes are plain and get what they need. */
class WiringTest extends RuleFamily {
  @Override
  List<PlantedRule> rules(Codebase code) {
    return List.of(
        planted(guiceStaysInModules(code), "WorkerThatWiresItself", "AdapterThatWiresItself"),
        planted(injectIsJakartas(code), "GuicesInjectModule"),
        planted(noFieldIsInjected(code), "WorkerWithAnInjectedField.clock"),
        planted(configurationFilesAreTheAppsOwn(code), "AdapterThatReadsConfiguration"));
  }

  private static ArchRule guiceStaysInModules(Codebase code) {
    return noClasses()
        .that()
        .resideInAPackage(code.everything())
        .and()
        .resideOutsideOfPackages(code.layers("app", "benchmarks"))
        .and(not(Types.A_MODULE))
        .and()
        .areNotAnnotations()
        .should()
        .dependOnClassesThat()
        .resideInAPackage("com.google.inject..")
        .as("Guice is known to modules, binding annotations and the app alone");
  }

  private static ArchRule injectIsJakartas(Codebase code) {
    return noClasses()
        .that()
        .resideInAPackage(code.everything())
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("com.google.inject.Inject")
        .orShould()
        .dependOnClassesThat(resideInAPackage("javax.inject.."))
        .as("constructors take jakarta.inject.Inject");
  }

  private static ArchRule noFieldIsInjected(Codebase code) {
    return fields()
        .that()
        .areDeclaredInClassesThat()
        .resideInAPackage(code.everything())
        .should()
        .notBeAnnotatedWith("jakarta.inject.Inject")
        .andShould()
        .notBeAnnotatedWith("com.google.inject.Inject")
        .as("no field is injected");
  }

  private static ArchRule configurationFilesAreTheAppsOwn(Codebase code) {
    return noClasses()
        .that()
        .resideInAPackage(code.everything())
        .and()
        .resideOutsideOfPackage(code.layer("app"))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("com.typesafe.config..")
        .as("only the app reads configuration files");
  }
}
