package dev.ingestion.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.INTERFACES;
import static com.tngtech.archunit.core.domain.JavaModifier.ABSTRACT;
import static com.tngtech.archunit.core.domain.JavaModifier.STATIC;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static dev.ingestion.architecture.RuleFamily.PlantedRule.planted;

import com.tngtech.archunit.lang.ArchRule;
import java.util.List;

/** A port says what is needed; it does nothing itself. */
class PortShapeTest extends RuleFamily {
  @Override
  List<PlantedRule> rules(Codebase code) {
    return List.of(
        planted(noBehaviour(code), "PortThatIsAClass"),
        planted(noDefaultMethods(code), "PortThatGuesses.count()"));
  }

  private static ArchRule noBehaviour(Codebase code) {
    return classes()
        .that()
        .resideInAnyPackage(code.layers("ports"))
        .and(not(INTERFACES))
        .should()
        .beRecords()
        .orShould()
        .beEnums()
        .orShould()
        .beAssignableTo(Exception.class)
        .as("ports are interfaces, records, enums and exceptions");
  }

  /** They would guess, return an empty list or throw. */
  private static ArchRule noDefaultMethods(Codebase code) {
    return methods()
        .that()
        .areDeclaredInClassesThat()
        .resideInAnyPackage(code.layers("ports"))
        .and()
        .areDeclaredInClassesThat()
        .areInterfaces()
        .and()
        .doNotHaveModifier(STATIC)
        .should()
        .haveModifier(ABSTRACT)
        .as("ports have no default methods");
  }
}
