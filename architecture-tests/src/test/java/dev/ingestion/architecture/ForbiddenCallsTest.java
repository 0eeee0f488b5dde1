package dev.ingestion.architecture;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static dev.ingestion.architecture.RuleFamily.PlantedRule.planted;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.InstantSource;
import java.time.temporal.Temporal;
import java.util.Date;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What makes code untestable or unheard: the machine's clock, sleeping, the console. */
class ForbiddenCallsTest extends RuleFamily {
  @Override
  List<PlantedRule> rules(Codebase code) {
    return List.of(
        planted(
            timeIsInjected(code),
            "Instant.now()",
            "LocalDateTime.now()",
            "System.currentTimeMillis()",
            "Clock.systemUTC()",
            "InstantSource.system()",
            "Date.<init>()"),
        planted(nobodySleeps(code), "Thread.sleep(long)", "TimeUnit.sleep(long)"),
        planted(
            logsGoThroughSlf4j(code),
            "java.util.logging.Logger",
            "<java.lang.System.out>",
            "printStackTrace()"));
  }

  private static ArchRule timeIsInjected(Codebase code) {
    return noClasses()
        .that()
        .resideInAPackage(code.everything())
        .and()
        .resideOutsideOfPackages(code.layers("app.wiring", "benchmarks"))
        .should()
        .callMethodWhere(calls(Temporal.class, "now"))
        .orShould()
        .callMethodWhere(calls(System.class, "currentTimeMillis"))
        .orShould()
        .callMethodWhere(calls(Clock.class, "system.*|tick.*"))
        .orShould()
        .callMethodWhere(calls(InstantSource.class, "system"))
        .orShould()
        .callConstructor(Date.class)
        .as("the time is asked of an InstantSource that the composition root provides");
  }

  private static ArchRule nobodySleeps(Codebase code) {
    return noClasses()
        .that()
        .resideInAPackage(code.everything())
        .should()
        .callMethodWhere(calls(Thread.class, "sleep"))
        .orShould()
        .callMethodWhere(calls(TimeUnit.class, "sleep"))
        .as("nobody sleeps: what waits can be woken");
  }

  private static ArchRule logsGoThroughSlf4j(Codebase code) {
    return noClasses()
        .that()
        .resideInAPackage(code.everything())
        .and()
        .resideOutsideOfPackages(code.layers("app", "benchmarks"))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("java.util.logging..")
        .orShould()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .orShould()
        .callMethodWhere(target(name("printStackTrace")))
        .as("logs go through SLF4J, and the console belongs to the app");
  }

  private static DescribedPredicate<JavaCall<?>> calls(Class<?> owner, String methods) {
    return target(nameMatching(methods)).and(target(owner(assignableTo(owner))));
  }
}
