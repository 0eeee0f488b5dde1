package dev.ingestion.app.control;

import java.io.OutputStream;
import java.io.Reader;

/**
 * The process that gave a command, as the command sees it. It may go away at any moment; what is
 * printed is dropped then.
 */
public interface CommandClient {
  /**
   * Its standard output. Throws a {@link java.util.concurrent.CancellationException} once the
   * client is gone, unless the command carries a job: nobody will see the rest.
   */
  OutputStream out();

  /** Its standard error stream. */
  OutputStream err();

  /** What somebody types there: a line each time more is read than there is. */
  Reader in();

  /**
   * What a path or URL means that was given there.
   *
   * @throws dev.ingestion.domain.IngestionException if it may not be named from there
   */
  String located(String given);

  /** Whether the process that runs the command was told to end. */
  boolean interrupted();

  /** Whether it is gone. */
  boolean left();

  /**
   * Says what the command is, as soon as that is known.
   *
   * @param carriesJob whether it goes on without the client, and keeps the owner from ending
   * @param farewell called if the owner is told to end; may print
   */
  void begin(boolean carriesJob, Runnable farewell);
}
