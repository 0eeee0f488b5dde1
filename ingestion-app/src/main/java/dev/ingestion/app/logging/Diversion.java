package dev.ingestion.app.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * Warnings about a command that another process has given: they are shown there, and not on the
 * console of the process that runs it. Thread-safe.
 */
public final class Diversion {
  private static final int MOST_KEPT = 100;
  private static final List<Diversion> ALL = new CopyOnWriteArrayList<>();

  private final String clientKey;
  private final String client;
  private final @Nullable String kb;
  private final PrintStream to;
  private final BlockingQueue<String> kept = new ArrayBlockingQueue<>(MOST_KEPT);

  /**
   * In effect from now on.
   *
   * @param clientKey under which the context of a log line names the client
   * @param kb the knowledge base whose job the command carries; null for none
   */
  public Diversion(String clientKey, String client, @Nullable String kb, PrintStream to) {
    this.clientKey = clientKey;
    this.client = client;
    this.kb = kb;
    this.to = to;
    ALL.add(this);
  }

  /** For the console. */
  static Filter<ILoggingEvent> filter() {
    return new Filter<>() {
      @Override
      public FilterReply decide(ILoggingEvent event) {
        for (Diversion diversion : ALL) {
          if (diversion.takes(event)) {
            return FilterReply.DENY;
          }
        }
        return FilterReply.NEUTRAL;
      }
    };
  }

  private boolean takes(ILoggingEvent event) {
    Map<String, String> context = event.getMDCPropertyMap();
    if (client.equals(context.get(clientKey))) {
      to.println(line(event));
      return true;
    } else if (kb != null && kb.equals(context.get("kb_id"))) {
      // A thread of the job must not wait for a client, so this is shown at the end. What does not
      // fit any more is in the log, as all of it is.
      kept.offer(line(event));
      return true;
    }
    return false;
  }

  private static String line(ILoggingEvent event) {
    String level = event.getLevel() == Level.WARN ? "warning" : event.getLevel().toString();
    return level + ": " + event.getFormattedMessage();
  }

  /** Ends it, and shows what the job's threads had to say. */
  public void close() {
    ALL.remove(this);
    kept.forEach(to::println);
  }
}
