package dev.ingestion.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static dev.ingestion.architecture.RuleFamily.PlantedRule.planted;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;

/** Which way the modules point, and which libraries each may know. */
class LayersTest extends RuleFamily {
  private static final String[] LANGUAGE = {"java..", "org.jspecify.annotations.."};

  @Override
  List<PlantedRule> rules(Codebase code) {
    return List.of(
        planted(everyClassIsInALayer(code), "elsewhere.Stray"),
        planted(domain(code), "DomainThatLogs", "DomainThatKnowsAPort"),
        planted(ports(code), "PortThatKnowsTheEngine"),
        planted(workers(code), "WorkerThatKnowsAnAdapter", "WorkerThatBringsALibrary"),
        planted(adapters(code), "AdapterThatKnowsTheEngine", "AdapterThatKnowsTheApp"),
        planted(adaptersNeverSeeEachOther(code), "AdapterThatKnowsAnother"),
        planted(testkit(code), "ContractThatKnowsTheEngine", "ContractThatBringsALibrary"),
        planted(app(code), "AppThatKnowsAnAdaptersInside", "AppThatKnowsTheTestkit"),
        planted(benchmarks(code), "BenchmarkThatKnowsTheApp"),
        planted(peersStayInTheBenchmarks(code), "AdapterThatBringsAPeer"));
  }

  private static ArchRule domain(Codebase code) {
    return knowsOnly(code, "domain", layers(code, "domain"));
  }

  private static ArchRule ports(Codebase code) {
    return knowsOnly(code, "ports", layers(code, "ports", "domain"));
  }

  private static ArchRule workers(Codebase code) {
    return knowsOnly(
        code,
        "workers",
        layers(code, "workers", "ports", "domain")
            .or(resideInAnyPackage("jakarta.inject..", "org.slf4j..", "com.google.inject..")));
  }

  private static ArchRule adapters(Codebase code) {
    return knowsOnly(
        code, "adapters", layers(code, "adapters", "ports", "domain").or(anyLibrary()));
  }

  private static ArchRule testkit(Codebase code) {
    return knowsOnly(
        code,
        "testkit",
        layers(code, "testkit", "ports", "domain")
            .or(
                resideInAnyPackage(
                    "org.junit.jupiter..",
                    "org.opentest4j..",
                    "org.assertj..",
                    "org.awaitility..")));
  }

  private static ArchRule app(Codebase code) {
    DescribedPredicate<JavaClass> openToAll =
        resideInAPackage(code.layer("adapters")).and(Types.A_MODULE.or(Types.A_CONFIG));
    return knowsOnly(
        code,
        "app",
        layers(code, "app", "workers", "ports", "domain").or(openToAll).or(anyLibrary()));
  }

  /** An application of its own beside the launcher, which nothing that is shipped knows. */
  private static ArchRule benchmarks(Codebase code) {
    DescribedPredicate<JavaClass> openToAll =
        resideInAPackage(code.layer("adapters")).and(Types.A_MODULE.or(Types.A_CONFIG));
    return knowsOnly(
        code,
        "benchmarks",
        layers(code, "benchmarks", "workers", "ports", "domain")
            .or(openToAll)
            .or(resideInAPackage(code.layer("adapters.db")).and(Types.CHOICE))
            .or(anyLibrary()));
  }

  /** What the benchmarks compare with would otherwise be a library like any other to an adapter. */
  private static ArchRule peersStayInTheBenchmarks(Codebase code) {
    return noClasses()
        .that()
        .resideInAPackage(code.everything())
        .and()
        .resideOutsideOfPackage(code.layer("benchmarks"))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.springframework..", "dev.langchain4j..")
        .as("what the benchmarks compare with stays in the benchmarks");
  }

  private static ArchRule everyClassIsInALayer(Codebase code) {
    return classes()
        .that()
        .resideInAPackage(code.everything())
        .should()
        .resideInAnyPackage(
            code.layers(
                "domain",
                "ports.in",
                "ports.out",
                "workers",
                "adapters.*",
                "app",
                "testkit",
                "benchmarks"))
        .as("every class is in a layer that has rules");
  }

  private static ArchRule knowsOnly(
      Codebase code, String layer, DescribedPredicate<JavaClass> allowed) {
    return classes()
        .that()
        .resideInAPackage(code.layer(layer))
        .should()
        .onlyDependOnClassesThat(allowed)
        .as(layer + " knows only what it may");
  }

  /** Classes of these layers and of the JDK. */
  private static DescribedPredicate<JavaClass> layers(Codebase code, String... layers) {
    return resideInAnyPackage(code.layers(layers)).or(resideInAnyPackage(LANGUAGE));
  }

  private static DescribedPredicate<JavaClass> anyLibrary() {
    return not(resideInAPackage(Codebase.PROJECT.everything()));
  }

  private static ArchRule adaptersNeverSeeEachOther(Codebase code) {
    return slices()
        .matching(code.layer("adapters.(*)"))
        .should()
        .notDependOnEachOther()
        .as("adapters never see each other");
  }
}
