package dev.ingestion.workers.pipeline;

/** Stack traces as text, for those who have to find out why something was given up. */
public final class StackTraces {
  private static final int MOST_CAUSES = 10;
  private static final int MOST_FRAMES = 60;

  private StackTraces() {}

  public static String of(Throwable thrown) {
    StringBuilder text = new StringBuilder();
    Throwable next = thrown;
    for (int causes = 0; next != null && causes <= MOST_CAUSES; causes++) {
      text.append(causes == 0 ? "" : "Caused by: ").append(next).append('\n');
      StackTraceElement[] frames = next.getStackTrace();
      for (int i = 0; i < Math.min(frames.length, MOST_FRAMES); i++) {
        text.append("\tat ").append(frames[i]).append('\n');
      }
      if (frames.length > MOST_FRAMES) {
        text.append("\t... ").append(frames.length - MOST_FRAMES).append(" more\n");
      }
      next = next.getCause();
    }
    return text.toString();
  }
}
