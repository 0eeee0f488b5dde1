package dev.ingestion.ports.in.view;

import dev.ingestion.ports.in.DeadLetterService.Details;
import org.jspecify.annotations.Nullable;

/**
 * A dead letter with all that is in it.
 *
 * @param text of the chunk; null if the document failed as a whole
 */
public record LetterDetailsView(LetterView letter, String stack, @Nullable String text) {
  public static LetterDetailsView of(Details details) {
    return new LetterDetailsView(LetterView.of(details.letter()), details.stack(), details.text());
  }
}
