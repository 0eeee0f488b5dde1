package dev.ingestion.adapters.tika;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.regex.Pattern;
import org.apache.tika.exception.EncryptedDocumentException;
import org.apache.tika.exception.TikaMemoryLimitException;
import org.apache.tika.exception.UnsupportedFormatException;
import org.apache.tika.exception.ZeroByteFileException;
import org.jspecify.annotations.Nullable;

/** Says what it means when a parser fails. */
final class ParseFailures {
  /** A message with a class, a path or several lines in it is nothing for people. */
  private static final Pattern TECHNICAL =
      Pattern.compile("[\\r\\n/\\\\@{}]|\\w\\.\\w+\\.\\w|\\w(Exception|Error)\\b|\\bnull\\b");

  private static final int LONGEST_DETAIL = 120;

  private ParseFailures() {}

  static IngestionException translate(Throwable failure) {
    Throwable root = failure;
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      IngestionException known = recognise(cause, failure);
      if (known != null) {
        return known;
      }
      root = cause;
    }
    return new IngestionException(
        ErrorCode.DOCUMENT_CORRUPT, "It is damaged or cut off" + detail(root), failure);
  }

  static IngestionException unreadable(Throwable cause) {
    return new IngestionException(
        ErrorCode.DOCUMENT_UNREADABLE, "It cannot be read: " + cause.getMessage(), cause);
  }

  private static @Nullable IngestionException recognise(Throwable cause, Throwable failure) {
    if (cause instanceof IngestionException translated) {
      return translated;
    } else if (cause instanceof SourceStream.UnreadableException source) {
      return unreadable(source);
    } else if (cause instanceof EncryptedDocumentException) {
      return new IngestionException(
          ErrorCode.DOCUMENT_ENCRYPTED, "It is protected by a password", failure);
    } else if (cause instanceof UnsupportedFormatException) {
      return new IngestionException(
          ErrorCode.UNSUPPORTED_TYPE, "Its format is too old or too new" + detail(cause), failure);
    } else if (cause instanceof ZeroByteFileException) {
      return new IngestionException(ErrorCode.EMPTY_DOCUMENT, "It has no bytes", failure);
    } else if (cause instanceof OutOfMemoryError || cause instanceof TikaMemoryLimitException) {
      return limit("parsing it needs more memory than there is", failure);
    } else if (cause instanceof StackOverflowError) {
      return limit("its structure is nested too deep", failure);
    } else if (says(cause, "Zip bomb")) {
      return limit("it unpacks to far more than its size", failure);
    } else if (cause instanceof FileSystemException || says(cause, "No space left")) {
      return new IngestionException(
          ErrorCode.STORAGE_UNAVAILABLE,
          "No temporary file can be written to parse it: " + cause.getMessage(),
          failure);
    } else if (cause instanceof Error) {
      return new IngestionException(
          ErrorCode.INTERNAL_ERROR, "Its parser does not work: " + cause, failure);
    }
    return null;
  }

  private static IngestionException limit(String what, Throwable failure) {
    return new IngestionException(ErrorCode.PARSE_LIMIT_EXCEEDED, "Given up: " + what, failure);
  }

  /** Some errors of libraries can only be known by what they say. */
  private static boolean says(Throwable cause, String words) {
    return cause instanceof IOException && String.valueOf(cause.getMessage()).contains(words);
  }

  private static String detail(Throwable root) {
    String message = root.getMessage();
    boolean readable =
        message != null
            && !message.isBlank()
            && message.length() <= LONGEST_DETAIL
            && !TECHNICAL.matcher(message).find();
    return readable ? "; its parser says: " + message : "";
  }
}
