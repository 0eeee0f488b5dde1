package dev.ingestion.adapters.rest;

import io.javalin.http.Context;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Whether somebody who was let in still would be: for answers that last. Equal ones have the same
 * answer. Thread-safe.
 */
record Standing(Authorization authorization, Proof proof, Caller caller)
    implements BooleanSupplier {
  private static final String ATTRIBUTE = "standing";

  /** Only on routes that are not {@link Access#OPEN}. */
  static Standing of(Context context) {
    return Objects.requireNonNull(context.<Standing>attribute(ATTRIBUTE));
  }

  void goesWith(Context context) {
    context.attribute(ATTRIBUTE, this);
  }

  /**
   * @throws dev.ingestion.domain.IngestionException STORAGE_UNAVAILABLE if it cannot be told
   */
  @Override
  public boolean getAsBoolean() {
    return authorization.caller(proof).equals(Optional.of(caller));
  }
}
