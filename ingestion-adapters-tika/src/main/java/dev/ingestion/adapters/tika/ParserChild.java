package dev.ingestion.adapters.tika;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A parser process, as its parent sees it. One thread at a time talks to it; any may kill it, which
 * ends that talk.
 */
final class ParserChild {
  private static final Logger LOG = LoggerFactory.getLogger(ParserChild.class);
  private static final int SECONDS_TO_DIE = 5;
  private static final int SIGNALLED = 128;

  private final Process process;
  private final InputStream in;
  private final FrameWriter out;
  private final ErrorOutput errors;
  private final CompletableFuture<Void> gone;
  private int documents;
  private boolean ready;
  private boolean fit = true;

  private ParserChild(Process process, TemporaryFolder folder) {
    this.process = process;
    this.in = new BufferedInputStream(process.getInputStream(), Frame.LARGEST);
    this.out = new FrameWriter(process.getOutputStream());
    this.errors = ErrorOutput.of(process);
    this.gone = process.onExit().thenRun(() -> delete(folder));
  }

  /**
   * @param parent gets a folder of the child's own, which goes when the child does
   */
  static ParserChild start(ParserCommand command, TemporaryFolder parent) throws IOException {
    TemporaryFolder folder = parent.create();
    try {
      ParserChild child = new ParserChild(command.start(folder.path()), folder);
      LOG.debug("Parser process {} starts", child.process.pid());
      return child;
    } catch (IOException | RuntimeException e) {
      folder.delete();
      throw e;
    }
  }

  FrameWriter out() {
    return out;
  }

  /** The next frame that it says. */
  Frame read() throws IOException {
    return Frame.read(in);
  }

  /** Waits until it has started, if it was not waited for before. */
  void awaitReady() throws IOException {
    if (!ready) {
      Frame first = read();
      if (first.type() != Frame.Type.READY) {
        throw new Frame.GarbledException("It should have started, and said " + first.type());
      }
      ready = true;
    }
  }

  /** A document is on its way: until it was answered, the child is fit for no other. */
  synchronized void begin() {
    fit = false;
    documents++;
  }

  /** The document was answered, and the child is as good as before. */
  synchronized void end() {
    fit = true;
  }

  /** Whether it can parse another document, of at most so many. */
  synchronized boolean isFit(int mostDocuments) {
    return fit && documents < mostDocuments && process.isAlive();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  long pid() {
    return process.pid();
  }

  void kill() {
    process.destroyForcibly();
  }

  /** Waits until the process and its files are gone, but not for ever. */
  void awaitEnd() {
    try {
      gone.get(SECONDS_TO_DIE, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn("Parser process {} was killed and does not end: {}", pid(), e.toString());
    }
  }

  /** How it came to its end. Kills it if it has not ended yet, and waits for that. */
  Death death() throws InterruptedException {
    boolean byItself = process.waitFor(1, TimeUnit.SECONDS);
    if (!byItself) {
      kill();
      process.waitFor(SECONDS_TO_DIE, TimeUnit.SECONDS);
    }
    String last = errors.last();
    Death death = new Death(byItself ? how(process.exitValue()) : "made no sense", last);
    LOG.info("Parser process {} is gone: {}; it last said: {}", pid(), death.how(), last);
    return death;
  }

  /**
   * @param how completes "its parser …"
   * @param last what it last said
   */
  record Death(String how, String last) {
    boolean outOfMemory() {
      return last.contains(ParserCommand.OUT_OF_MEMORY);
    }
  }

  private static String how(int exitValue) {
    return exitValue > SIGNALLED
        ? "was ended by signal %d".formatted(exitValue - SIGNALLED)
        : "ended with code %d".formatted(exitValue);
  }

  private void delete(TemporaryFolder folder) {
    try {
      folder.delete();
    } catch (IOException e) {
      LOG.warn("The files of parser process {} stay until the next start: {}", pid(), e.toString());
    }
  }
}
