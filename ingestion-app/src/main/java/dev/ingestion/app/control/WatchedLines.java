package dev.ingestion.app.control;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Lines of an answer that may take as long as it wants, but not be silent for long. For one thread.
 */
final class WatchedLines implements AutoCloseable {
  private final InputStream body;
  private final BufferedReader lines;
  private final Duration silence;
  private final Watchdog watchdog = new Watchdog();

  /**
   * @param silence most between two lines
   */
  WatchedLines(InputStream body, Duration silence) {
    this.body = body;
    this.lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
    this.silence = silence;
  }

  /**
   * Waits for the next one.
   *
   * @return null at the end
   * @throws SocketTimeoutException if none comes in time; then this is closed
   */
  @Nullable String next() throws IOException {
    AtomicBoolean silent = new AtomicBoolean();
    Watchdog.Watch watch = watchdog.after(silence, () -> giveUp(silent));
    try {
      String line = lines.readLine();
      if (line != null || !silent.get()) {
        return line;
      }
    } catch (IOException e) {
      if (!silent.get()) {
        throw e;
      }
    } finally {
      watch.end();
    }
    throw new SocketTimeoutException("it was silent for %d s".formatted(silence.toSeconds()));
  }

  /** The reader cannot be closed: whoever waits for a line holds it. */
  private void giveUp(AtomicBoolean silent) {
    silent.set(true);
    try {
      body.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    watchdog.close();
    body.close();
  }
}
