package dev.ingestion.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static dev.ingestion.architecture.RuleFamily.PlantedRule.planted;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;

/** An adapter is one flat package that shows nothing but its module and its settings. */
class AdapterShapeTest extends RuleFamily {
  @Override
  List<PlantedRule> rules(Codebase code) {
    return List.of(
        planted(adaptersAreFlat(code), "AdapterThatIsNotFlat"),
        planted(adaptersHideTheirClasses(code), "AdapterThatIsPublic"),
        planted(jooqStaysInTheDatabaseAdapter(code), "AppThatQueries"));
  }

  private static ArchRule adaptersAreFlat(Codebase code) {
    return classes()
        .that()
        .resideInAPackage(code.layer("adapters"))
        .and(not(generated(code)))
        .should()
        .resideInAPackage(code.layer("adapters").replace("..", ".*"))
        .as("an adapter is one flat package");
  }

  private static ArchRule adaptersHideTheirClasses(Codebase code) {
    return classes()
        .that()
        .resideInAPackage(code.layer("adapters"))
        .and(Types.TOP_LEVEL)
        .and(not(generated(code)))
        .and(not(Types.A_MODULE))
        .and(not(Types.A_CONFIG))
        .and(not(aChoiceInAConfig()))
        .should()
        .notBePublic()
        .as("an adapter's classes are package-private but for its modules and settings");
  }

  private static ArchRule jooqStaysInTheDatabaseAdapter(Codebase code) {
    return noClasses()
        .that()
        .resideInAPackage(code.everything())
        .and()
        .resideOutsideOfPackage(code.layer("adapters.db"))
        .should()
        .dependOnClassesThat(resideInAnyPackage("org.jooq..", code.layer("adapters.db.jooq")))
        .as("jOOQ and the types it generates stay in the database adapter");
  }

  private static DescribedPredicate<JavaClass> generated(Codebase code) {
    return resideInAPackage(code.layer("adapters.db.jooq"));
  }

  /** An enum whose constants a setting can have. */
  private static DescribedPredicate<JavaClass> aChoiceInAConfig() {
    return DescribedPredicate.describe(
        "choices in *Config classes",
        type ->
            type.isEnum()
                && type.getDirectDependenciesToSelf().stream()
                    .anyMatch(dependency -> Types.A_CONFIG.test(dependency.getOriginClass())));
  }
}
