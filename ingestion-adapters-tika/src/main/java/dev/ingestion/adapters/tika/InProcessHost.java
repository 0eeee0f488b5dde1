package dev.ingestion.adapters.tika;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.document.ParsedDocument;
import dev.ingestion.ports.out.DocumentContent;
import dev.ingestion.ports.out.ManagedResource;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs parsers on threads of this process. One that does not end in time is interrupted and given
 * up: nobody waits for it any more, though it may go on, and nobody can take back the memory that
 * it uses.
 */
final class InProcessHost implements ParserHost, ManagedResource {
  private final DocumentExtractor extractor;
  private final TemporaryFolder folder;
  private final TikaConfig config;
  private final AtomicInteger awaited = new AtomicInteger();
  private final ThreadPoolExecutor threads =
      new ThreadPoolExecutor(
          0, Integer.MAX_VALUE, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), daemons());

  @Inject
  InProcessHost(DocumentExtractor extractor, TemporaryFolder folder, TikaConfig config) {
    this.extractor = extractor;
    this.folder = folder;
    this.config = config;
  }

  @Override
  public Phase phase() {
    return Phase.ENGINE;
  }

  @Override
  public void start() {
    try {
      folder.clear();
    } catch (IOException e) {
      throw new IngestionException(
          ErrorCode.DATA_ROOT_UNUSABLE,
          "The parser's temporary files cannot be removed: " + e.getMessage(),
          e);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }

  @Override
  public ParsedDocument parse(String name, DocumentContent content) {
    Future<ParsedDocument> parse = threads.submit(() -> extractor.extract(name, content));
    awaited.incrementAndGet();
    try {
      return parse.get(config.timeout().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new IngestionException(
          ErrorCode.PARSE_TIMEOUT,
          "Given up after %s s (parser.timeout); %d parses that were given up still run"
              .formatted(config.timeout().toMillis() / 1000.0, abandoned() + 1),
          e);
    } catch (ExecutionException e) {
      throw ParseFailures.translate(e.getCause() == null ? e : e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IngestionException(ErrorCode.INTERNAL_ERROR, "Parsing was interrupted", e);
    } finally {
      awaited.decrementAndGet();
      parse.cancel(true); // does nothing if it has ended
    }
  }

  /** Parses that were given up and still run. */
  int abandoned() {
    return Math.max(0, threads.getActiveCount() - awaited.get());
  }

  private static ThreadFactory daemons() {
    AtomicInteger started = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, "parser-" + started.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }
}
