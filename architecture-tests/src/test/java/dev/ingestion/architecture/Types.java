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

  /** What a setting can be; {@link AdapterShapeTest} says which may be public. */
  static final DescribedPredicate<JavaClass> CHOICE =
      DescribedPredicate.describe("enums", JavaClass::isEnum);

  static final DescribedPredicate<JavaClass> TOP_LEVEL =
      DescribedPredicate.describe("top level", type -> type.getEnclosingClass().isEmpty());

  private Types() {}

  private static JavaClass outermost(JavaClass type) {
    return type.getEnclosingClass().map(Types::outermost).orElse(type);
  }
}
