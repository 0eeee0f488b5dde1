package dev.ingestion.adapters.tika;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.document.ParsedDocument;
import dev.ingestion.ports.out.DataRoot;
import dev.ingestion.ports.out.DocumentContent;
import dev.ingestion.ports.out.ManagedResource;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs parsers in processes of their own. Whatever a document does to its parser costs it its
 * process, and nobody else anything: one that takes too long or is interrupted is killed.
 */
final class ProcessHost implements ParserHost, ManagedResource {
  private static final Logger LOG = LoggerFactory.getLogger(ProcessHost.class);

  /** Processes that a document may find dead or dying before it is nobody's fault but ours. */
  private static final int MOST_ATTEMPTS = 3;

  private final TikaConfig limits;
  private final TemporaryFolder folder;
  private final ParserPool pool;
  private final ThreadPoolExecutor couriers =
      new ThreadPoolExecutor(
          0, Integer.MAX_VALUE, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), daemons());

  @Inject
  ProcessHost(TikaConfig limits, ParserProcessConfig config, DataRoot dataRoot) {
    this(limits, config, dataRoot, ParserProcess.class);
  }

  /**
   * @param main what the processes run
   */
  ProcessHost(TikaConfig limits, ParserProcessConfig config, DataRoot dataRoot, Class<?> main) {
    this.limits = limits;
    this.folder = new TemporaryFolder(dataRoot.own("tmp").resolve("parser"));
    this.pool =
        new ParserPool(
            new ParserCommand(main, config.heap(), ParserProcess.arguments(limits)),
            folder,
            config);
  }

  /** Before the engine, so that it ends after the engine has come to rest. */
  @Override
  public Phase phase() {
    return Phase.STORAGE;
  }

  /**
   * Removes what a process left that died while it parsed. Processes start when they are needed.
   */
  @Override
  public void start() {
    try {
      folder.delete();
    } catch (IOException e) {
      throw new IngestionException(
          ErrorCode.DATA_ROOT_UNUSABLE,
          "The parser's temporary files in %s cannot be removed (%s); see that it can be written to"
              .formatted(folder.path(), e),
          e);
    }
  }

  @Override
  public void close() {
    pool.close();
    couriers.shutdownNow();
  }

  @Override
  public ParsedDocument parse(String name, DocumentContent content) {
    if (content.size() > limits.maxInput().bytes()) {
      throw Conversation.tooLarge(limits);
    }
    try {
      for (int attempt = 1; ; attempt++) {
        try {
          return parseOnce(name, content);
        } catch (NotAcceptedException e) {
          if (attempt == MOST_ATTEMPTS) {
            throw new IngestionException(
                ErrorCode.INTERNAL_ERROR,
                "Parser processes do not start: the last one " + e.getMessage(),
                e);
          }
          LOG.info("Another parser process is started, for the last one {}", e.getMessage());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IngestionException(ErrorCode.INTERNAL_ERROR, "Parsing was interrupted", e);
    }
  }

  /** The processes that run. */
  ParserPool pool() {
    return pool;
  }

  /** The process died before the document had reached it. */
  private static final class NotAcceptedException extends Exception {
    private static final long serialVersionUID = 1L;

    NotAcceptedException(String how) {
      super(how);
    }
  }

  private ParsedDocument parseOnce(String name, DocumentContent content)
      throws InterruptedException, NotAcceptedException {
    ParserChild child = pool.take();
    try {
      return converse(child, new Conversation(child, name, content, limits));
    } catch (RejectedExecutionException e) {
      throw new IngestionException(ErrorCode.INTERNAL_ERROR, "The parser was closed", e);
    } finally {
      pool.giveBack(child);
    }
  }

  private ParsedDocument converse(ParserChild child, Conversation conversation)
      throws InterruptedException, NotAcceptedException {
    Future<ParsedDocument> answer = couriers.submit(conversation);
    try {
      return await(answer, conversation);
    } catch (ExecutionException e) {
      throw failure(e, child, conversation);
    } finally {
      answer.cancel(true); // does nothing if it has ended
    }
  }

  private static ParsedDocument await(Future<ParsedDocument> answer, Conversation conversation)
      throws InterruptedException, ExecutionException, NotAcceptedException {
    while (true) {
      try {
        return answer.get(conversation.pause(), TimeUnit.NANOSECONDS);
      } catch (TimeoutException e) {
        if (conversation.patience() <= 0) {
          if (!conversation.isAccepted()) {
            throw new NotAcceptedException("does not get started");
          }
          throw conversation.overdue();
        }
      }
    }
  }

  private IngestionException failure(
      ExecutionException failed, ParserChild child, Conversation conversation)
      throws InterruptedException, NotAcceptedException {
    if (!(failed.getCause() instanceof IOException)) {
      return ParseFailures.translate(failed.getCause() == null ? failed : failed.getCause());
    }
    ParserChild.Death death = child.death();
    if (pool.isClosed()) {
      return new IngestionException(ErrorCode.INTERNAL_ERROR, "The parser was closed", failed);
    }
    if (!conversation.isAccepted()) {
      throw new NotAcceptedException(death.how() + "; it last said: " + death.last());
    }
    return death.outOfMemory()
        ? new IngestionException(
            ErrorCode.PARSE_LIMIT_EXCEEDED,
            "Given up: parsing it needs more memory than parser.heap allows",
            failed)
        : new IngestionException(
            ErrorCode.PARSER_DIED, "Its parser " + death.how() + " while it read it", failed);
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
