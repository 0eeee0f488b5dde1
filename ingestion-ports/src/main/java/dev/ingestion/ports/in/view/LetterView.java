package dev.ingestion.ports.in.view;

import dev.ingestion.ports.in.DeadLetterService.DeadLetter;
import org.jspecify.annotations.Nullable;

/** A dead letter. */
public record LetterView(
    long id,
    String document,
    String source,
    String jobId,
    @Nullable Integer ordinal,
    @Nullable String chunkId,
    String stage,
    String code,
    String message,
    int attempts,
    String firstAt,
    String lastAt,
    boolean replaying) {

  public static LetterView of(DeadLetter letter) {
    return new LetterView(
        letter.id(),
        letter.document().path(),
        letter.document().source().value(),
        letter.job().value(),
        letter.ordinal(),
        letter.chunkId(),
        letter.stage(),
        letter.code().name(),
        letter.message(),
        letter.attempts(),
        letter.firstAt().toString(),
        letter.lastAt().toString(),
        letter.replaying());
  }
}
