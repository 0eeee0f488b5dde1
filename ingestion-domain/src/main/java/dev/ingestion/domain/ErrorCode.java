package dev.ingestion.domain;

import static dev.ingestion.domain.ErrorCategory.CONFLICT;
import static dev.ingestion.domain.ErrorCategory.INTERNAL;
import static dev.ingestion.domain.ErrorCategory.TRANSIENT;
import static dev.ingestion.domain.ErrorCategory.USER;

/**
 * What went wrong, as programs see it. Codes are stored and printed: they are added, never renamed.
 */
public enum ErrorCode {
  INVALID_ARGUMENT(USER),
  CONFIGURATION_INVALID(USER),
  UNKNOWN_KNOWLEDGE_BASE(USER),
  UNKNOWN_DOCUMENT(USER),
  UNKNOWN_DEAD_LETTER(USER),
  UNKNOWN_SCHEDULE(USER),
  UNKNOWN_TOKEN(USER),
  /** Nobody is told who asks, or not by a token that is known and still good. */
  UNAUTHENTICATED(USER),
  /** Whoever asks may not do this. */
  FORBIDDEN(USER),
  UNKNOWN_JOB(USER),
  UNKNOWN_TASK(USER),
  SOURCE_NOT_FOUND(USER),
  DATA_ROOT_UNUSABLE(USER),
  DATABASE_TOO_NEW(USER),
  /** There is nothing at this address. */
  UNKNOWN_ROUTE(USER),
  METHOD_NOT_ALLOWED(USER),
  UNSUPPORTED_MEDIA_TYPE(USER),
  /** A change has to name the version that it changes. */
  VERSION_REQUIRED(USER),

  /** The document's type is none that a parser knows. */
  UNSUPPORTED_TYPE(USER, true),
  /** The document has no text. */
  EMPTY_DOCUMENT(USER, true),
  /** The document has more bytes than the configured limit. */
  TOO_LARGE(USER, true),
  /** A symbolic link that leaves the source's root. */
  OUTSIDE_ROOT(USER, true),
  /** A device, socket, pipe, or a link to nothing. */
  NOT_A_FILE(USER, true),

  DOCUMENT_UNREADABLE(USER),
  DOCUMENT_CORRUPT(USER),
  DOCUMENT_ENCRYPTED(USER),
  /** The document changed under every attempt to read it. */
  DOCUMENT_UNSTABLE(TRANSIENT),
  PARSE_TIMEOUT(USER),
  PARSE_LIMIT_EXCEEDED(USER),
  /** The document took its parser's process with it, or somebody else ended that. */
  PARSER_DIED(INTERNAL),
  EMBEDDING_INPUT_TOO_LONG(INTERNAL),
  /** The embedding model cannot run on this machine, whatever it is given. */
  EMBEDDING_UNUSABLE(USER),

  JOB_ACTIVE(CONFLICT),
  ILLEGAL_TRANSITION(CONFLICT),
  SOURCE_CONFLICT(CONFLICT),
  DATA_ROOT_IN_USE(CONFLICT),
  CONCURRENT_CHANGE(CONFLICT),
  LEASE_LOST(CONFLICT),
  MASS_DELETE_REFUSED(CONFLICT),
  INDEX_NOT_READY(CONFLICT),
  /** What the database knew of a knowledge base is gone, and its sources were not read since. */
  DATABASE_LOST(CONFLICT),
  TOKEN_EXISTS(CONFLICT),
  KNOWLEDGE_BASE_EXISTS(CONFLICT),
  /** It is not the version any more that was to be changed. */
  CHANGED_MEANWHILE(CONFLICT),
  /** The same key was sent with another request before. */
  IDEMPOTENCY_KEY_REUSED(CONFLICT),
  /** One task of this kind runs on the knowledge base already, or too many run at all. */
  TASK_ACTIVE(CONFLICT),
  /** A schedule is stored that cannot be read here, so nothing of it can be changed. */
  SCHEDULE_UNREADABLE(CONFLICT),
  /** The knowledge base is not filled by uploads. */
  NO_UPLOADS(CONFLICT),

  STORAGE_UNAVAILABLE(TRANSIENT),
  SOURCE_UNAVAILABLE(TRANSIENT),
  EMBEDDING_UNAVAILABLE(TRANSIENT),
  /** The process that owns the data root died over a command, is busy, or does not answer. */
  OWNER_UNAVAILABLE(TRANSIENT),
  /** Too many requests in too short a time. */
  RATE_LIMITED(TRANSIENT),

  STORAGE_CORRUPT(INTERNAL),
  INDEX_DAMAGED(INTERNAL),
  INTERNAL_ERROR(INTERNAL);

  private final ErrorCategory category;
  private final boolean skip;

  ErrorCode(ErrorCategory category) {
    this(category, false);
  }

  ErrorCode(ErrorCategory category, boolean skip) {
    this.category = category;
    this.skip = skip;
  }

  public ErrorCategory category() {
    return category;
  }

  /** Whether it says that others are at work on the knowledge base, who will be done sometime. */
  public boolean isInTheWay() {
    return this == JOB_ACTIVE || this == CONCURRENT_CHANGE || this == ILLEGAL_TRANSITION;
  }

  /**
   * Whether a document with this code is skipped (there is nothing in it for us, its earlier
   * version leaves the index) rather than failed (there is, but we could not get at it; the earlier
   * version stays).
   */
  public boolean isSkip() {
    return skip;
  }
}
