package dev.ingestion.architecture;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Arrays;

/**
 * Classes in the layers of the design below a root package: the project's own, and beside them
 * planted ones, each of which breaks a rule.
 */
final class Codebase {
  static final Codebase PROJECT =
      new Codebase("dev.ingestion", ImportOption.Predefined.DO_NOT_INCLUDE_TESTS);
  static final Codebase PLANTED =
      new Codebase("dev.ingestion.planted", ImportOption.Predefined.ONLY_INCLUDE_TESTS);

  private final String root;
  private final JavaClasses classes;

  private Codebase(String root, ImportOption option) {
    this.root = root;
    this.classes = new ClassFileImporter().withImportOption(option).importPackages(root);
  }

  JavaClasses classes() {
    return classes;
  }

  /**
   * @param layer for example {@code ports.in}
   * @return an ArchUnit pattern for its packages
   */
  String layer(String layer) {
    return root + "." + layer + "..";
  }

  String[] layers(String... layers) {
    return Arrays.stream(layers).map(this::layer).toArray(String[]::new);
  }

  String everything() {
    return root + "..";
  }
}
