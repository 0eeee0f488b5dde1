package dev.ingestion.app.cli;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Asks before something is gone for good. */
final class Confirmation {
  private static final Set<String> YES = Set.of("y", "yes");

  private final Terminal terminal;

  Confirmation(Terminal terminal) {
    this.terminal = terminal;
  }

  /**
   * @param what is to be done, for example "Deleting handbook"
   * @return whether the person said yes
   * @throws IngestionException INVALID_ARGUMENT if there is nobody to ask
   */
  boolean given(String what, String question) {
    if (!terminal.interactive()) {
      throw new IngestionException(
          ErrorCode.INVALID_ARGUMENT, what + " needs --yes where nobody can be asked");
    }
    terminal.err().print(question + " [y/N] ");
    terminal.err().flush();
    @Nullable String answer = answer();
    return answer != null && YES.contains(answer.strip().toLowerCase(Locale.ROOT));
  }

  private @Nullable String answer() {
    try {
      return terminal.in().readLine();
    } catch (IOException e) {
      throw new UncheckedIOException("The answer cannot be read", e);
    }
  }
}
