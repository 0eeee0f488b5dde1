package dev.ingestion.adapters.tika;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * Why a parser process has no document to give, for the way to its parent.
 *
 * @param details the stack trace there, for developers
 * @param worn whether the process may have come to harm and should not go on
 */
record Refusal(ErrorCode code, String message, String details, boolean worn) {
  private static final int LONGEST_MESSAGE = 2_000;
  private static final int LONGEST_DETAILS = 10_000;

  static Refusal of(Throwable failure) {
    IngestionException translated = ParseFailures.translate(failure);
    return new Refusal(
        translated.code(),
        cut(String.valueOf(translated.getMessage()), LONGEST_MESSAGE),
        cut(trace(translated), LONGEST_DETAILS),
        isError(failure));
  }

  IngestionException exception() {
    return new IngestionException(code, message, new InParserProcess(details));
  }

  byte[] encode() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    DocumentCodec.writeText(code.name(), out);
    DocumentCodec.writeText(message, out);
    DocumentCodec.writeText(details, out);
    out.writeBoolean(worn);
    return bytes.toByteArray();
  }

  static Refusal decode(byte[] bytes) throws IOException {
    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
    DocumentCodec.Reader reader = new DocumentCodec.Reader(in, bytes.length);
    return new Refusal(code(reader.text()), reader.text(), reader.text(), in.readBoolean());
  }

  private static ErrorCode code(String name) throws IOException {
    try {
      return ErrorCode.valueOf(name);
    } catch (IllegalArgumentException e) {
      throw new Frame.GarbledException("No error code: " + name);
    }
  }

  /** After an error a class may be half initialised, a cache half filled. */
  private static boolean isError(Throwable failure) {
    Throwable cause = failure;
    while (cause != null && !(cause instanceof Error)) {
      cause = cause.getCause();
    }
    return cause != null;
  }

  private static String trace(Throwable failure) {
    StringBuilder trace = new StringBuilder();
    Throwable cause = failure;
    while (cause != null && trace.length() < LONGEST_DETAILS) {
      trace.append(trace.isEmpty() ? "" : "Caused by: ").append(cause).append('\n');
      for (StackTraceElement call : cause.getStackTrace()) {
        trace.append("\tat ").append(call).append('\n');
      }
      cause = cause.getCause();
    }
    return trace.toString();
  }

  private static String cut(String text, int most) {
    return text.length() <= most ? text : text.substring(0, most) + " ...";
  }

  /** Shows the stack trace of another process as the cause of ours. */
  private static final class InParserProcess extends RuntimeException {
    private static final long serialVersionUID = 1L;

    InParserProcess(String details) {
      super(details, null, false, false);
    }
  }
}
