package dev.ingestion.architecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;

/** Kinds of types that the rules speak of. */
final class Types {
  static final DescribedPredicate<JavaClass> A_MODULE =
      DescribedPredicate.describe(
          "*Module classes", type -> outermost(type).getSimpleName().endsWith("Module"));

  static final DescribedPredicate<JavaClass> A_CONFIG =
      DescribedPredicate.describe(
          "*Config classes", type -> outermost(type).getSimpleName().endsWith("Config"));

  static final DescribedPredicate<JavaClass> TOP_LEVEL =
      DescribedPredicate.describe("top level", type -> type.getEnclosingClass().isEmpty());

  private Types() {}

  private static JavaClass outermost(JavaClass type) {
    return type.getEnclosingClass().map(Types::outermost).orElse(type);
  }
}
