package dev.ingestion.adapters.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * A line of what a command answers.
 *
 * @param kind ready, out, err, ask, alive or exit
 * @param id of the conversation, for answers; with ready
 * @param text with out and err
 * @param code the exit code; with exit
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record CommandFrame(
    String kind, @Nullable String id, @Nullable String text, @Nullable Integer code) {
  static final CommandFrame ASK = new CommandFrame("ask", null, null, null);

  /** So that a client that has gone is noticed though nothing is printed. */
  static final CommandFrame ALIVE = new CommandFrame("alive", null, null, null);

  static CommandFrame ready(String id) {
    return new CommandFrame("ready", id, null, null);
  }

  static CommandFrame exit(int code) {
    return new CommandFrame("exit", null, null, code);
  }
}
