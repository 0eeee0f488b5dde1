package dev.ingestion.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static dev.ingestion.architecture.RuleFamily.PlantedRule.of;

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
        of(everyClassIsInALayer(code), "elsewhere.Stray"),
        of(
            knowsOnly(code, "domain", allowed(code, "domain")),
            "DomainThatLogs",
            "DomainThatKnowsAPort"),
        of(knowsOnly(code, "ports", allowed(code, "ports", "domain")), "PortThatKnowsTheEngine"),
        of(
            knowsOnly(
                code,
                "workers",
                allowed(code, "workers", "ports", "domain")
                    .or(
                        resideInAnyPackage(
                            "jakarta.inject..", "org.slf4j..", "com.google.inject.."))),
            "WorkerThatKnowsAnAdapter",
            "WorkerThatBringsALibrary"),
        of(
            knowsOnly(
                code, "adapters", allowed(code, "adapters", "ports", "domain").or(thirdParty())),
            "AdapterThatKnowsTheEngine",
            "AdapterThatKnowsTheApp"),
        of(adaptersNeverSeeEachOther(code), "AdapterThatKnowsAnother"),
        of(
            knowsOnly(
                code,
                "testkit",
                allowed(code, "testkit", "ports", "domain")
                    .or(
                        resideInAnyPackage(
                            "org.junit.jupiter..",
                            "org.opentest4j..",
                            "org.assertj..",
                            "org.awaitility.."))),
            "ContractThatKnowsTheEngine",
            "ContractThatBringsALibrary"),
        of(
            knowsOnly(
                code,
                "app",
                allowed(code, "app", "workers", "ports", "domain")
                    .or(resideInAPackage(code.layer("adapters")).and(publicFace()))
                    .or(thirdParty())),
            "AppThatKnowsAnAdaptersInside",
            "AppThatKnowsTheTestkit"));
  }

  private static ArchRule everyClassIsInALayer(Codebase code) {
    return classes()
        .that()
        .resideInAPackage(code.everything())
        .should()
        .resideInAnyPackage(
            code.layers(
                "domain", "ports.in", "ports.out", "workers", "adapters.*", "app", "testkit"))
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

  private static DescribedPredicate<JavaClass> allowed(Codebase code, String... layers) {
    return resideInAnyPackage(code.layers(layers)).or(resideInAnyPackage(LANGUAGE));
  }

  private static DescribedPredicate<JavaClass> thirdParty() {
    return not(resideInAPackage(Codebase.PROJECT.everything()));
  }

  private static DescribedPredicate<JavaClass> publicFace() {
    return Types.A_MODULE.or(Types.A_CONFIG);
  }

  private static ArchRule adaptersNeverSeeEachOther(Codebase code) {
    return slices()
        .matching(code.layer("adapters.(*)"))
        .should()
        .notDependOnEachOther()
        .as("adapters never see each other");
  }
}
