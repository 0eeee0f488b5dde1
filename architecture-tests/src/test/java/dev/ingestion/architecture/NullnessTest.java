package dev.ingestion.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static dev.ingestion.architecture.RuleFamily.PlantedRule.planted;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;

/** Nothing is null unless it says so. */
class NullnessTest extends RuleFamily {
  private static final String NULL_MARKED = "org.jspecify.annotations.NullMarked";

  @Override
  List<PlantedRule> rules(Codebase code) {
    return List.of(planted(everyPackageIsNullMarked(code), "elsewhere.Stray"));
  }

  private static ArchRule everyPackageIsNullMarked(Codebase code) {
    return classes()
        .that()
        .resideInAPackage(code.everything())
        .and()
        .resideOutsideOfPackage(code.layer("adapters.db.jooq"))
        .should(standInANullMarkedPackage())
        .as("every package is @NullMarked");
  }

  private static ArchCondition<JavaClass> standInANullMarkedPackage() {
    return new ArchCondition<>("stand in a @NullMarked package") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        boolean marked =
            type.getPackage()
                .tryGetPackageInfo()
                .map(info -> info.isAnnotatedWith(NULL_MARKED))
                .orElse(false);
        events.add(
            new SimpleConditionEvent(
                type, marked, type.getName() + " stands in a package that is not @NullMarked"));
      }
    };
  }
}
