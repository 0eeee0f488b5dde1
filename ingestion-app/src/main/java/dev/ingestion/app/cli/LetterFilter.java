package dev.ingestion.app.cli;

import static java.util.stream.Collectors.joining;

import dev.ingestion.app.config.Suggestions;
import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.ports.in.DeadLetterService.Filter;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says which dead letters of which knowledge base are meant. */
final class LetterFilter {
  @Parameters(index = "0", paramLabel = "ID", description = "The knowledge base.")
  KnowledgeBaseId kb = new KnowledgeBaseId("none");

  @Parameters(
      index = "1..*",
      arity = "0..*",
      paramLabel = "LETTER",
      description = "Numbers of letters, as 'dlq list' shows them.")
  Set<Long> ids = new LinkedHashSet<>();

  @Option(names = "--all", description = "All letters of the knowledge base.")
  boolean all;

  @Mixin Parts parts = new Parts();

  /** The parts that a list can be narrowed by. */
  static final class Parts {
    @Option(names = "--document", paramLabel = "PATH", description = "Only those of this document.")
    @Nullable String document;

    @Option(
        names = "--code",
        paramLabel = "CODE",
        description = "Only those with this error code, for example EMBEDDING_UNAVAILABLE.")
    @Nullable ErrorCode code;

    Filter filter() {
      return new Filter(Set.of(), document, code);
    }

    /** The narrowing, as the end of a sentence. */
    String inWords() {
      return (document == null ? "" : " of document '" + Words.printable(document) + "'")
          + (code == null ? "" : " with code " + code);
    }
  }

  /**
   * @throws IngestionException INVALID_ARGUMENT if there is none of this name
   */
  static ErrorCode code(String name) {
    List<String> known = Arrays.stream(ErrorCode.values()).map(ErrorCode::name).toList();
    String upper = name.toUpperCase(Locale.ROOT);
    if (!known.contains(upper)) {
      throw new IngestionException(
          ErrorCode.INVALID_ARGUMENT,
          "'%s' is no error code%s".formatted(name, Suggestions.didYouMean(upper, known)));
    }
    return ErrorCode.valueOf(upper);
  }

  /** Said where there are no such letters, with what was asked for. */
  String none() {
    String which = ids.isEmpty() ? "" : ids.stream().map(id -> " " + id).collect(joining(","));
    return "Knowledge base '%s' has no dead letter%s%s.".formatted(kb, which, parts.inWords());
  }

  /** The exit code where there are no such letters: who gives a number means one that is there. */
  int codeOfNone() {
    return ids.isEmpty() ? ExitCode.COMPLETED : ExitCode.USAGE;
  }

  /** Nothing is done to all letters unless that was said. */
  Filter filter() {
    boolean some = !ids.isEmpty() || parts.document != null || parts.code != null;
    if (some == all) {
      throw new IngestionException(
          ErrorCode.INVALID_ARGUMENT,
          "Say which letters are meant: numbers, --document, --code, or --all for every one");
    }
    return new Filter(new HashSet<>(ids), parts.document, parts.code);
  }
}
