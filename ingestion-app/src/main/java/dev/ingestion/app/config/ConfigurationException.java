package dev.ingestion.app.config;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import java.util.List;
import java.util.stream.Collectors;

/** The configuration cannot be used; holds everything that is wrong with it, not just the first. */
public final class ConfigurationException extends IngestionException {
  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  public ConfigurationException(List<Problem> problems) {
    super(ErrorCode.CONFIGURATION_INVALID, message(problems));
    this.problems = List.copyOf(problems);
  }

  public List<Problem> problems() {
    return problems;
  }

  private static String message(List<Problem> problems) {
    return problems.stream()
        .map(problem -> "\n  " + problem)
        .collect(
            Collectors.joining(
                "",
                problems.size() == 1
                    ? "The configuration has a problem:"
                    : "The configuration has %d problems:".formatted(problems.size()),
                ""));
  }
}
