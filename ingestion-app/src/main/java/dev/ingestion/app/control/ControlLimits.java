package dev.ingestion.app.control;

import java.time.Duration;

/**
 * What clients may cost the owner.
 *
 * @param commands most commands at once
 * @param greetings most connections at once that have not shown the token and a command yet;
 *     further ones wait to be accepted
 * @param greeting time for showing them
 * @param stall time for taking a piece of output
 * @param answer time for typing an answer
 * @param parting time for what is said while the owner is being stopped
 */
record ControlLimits(
    int commands,
    int greetings,
    Duration greeting,
    Duration stall,
    Duration answer,
    Duration parting) {
  /** Most bytes of a command. */
  static final int COMMAND_BYTES = 1 << 20;

  /** Most bytes of an answer. */
  static final int ANSWER_BYTES = 1 << 16;

  /** Most bytes of output in one frame. */
  static final int OUTPUT_BYTES = 1 << 16;

  static final ControlLimits USUAL =
      new ControlLimits(
          64,
          16,
          Duration.ofSeconds(5),
          Duration.ofMinutes(5),
          Duration.ofMinutes(10),
          Duration.ofSeconds(2));
}
