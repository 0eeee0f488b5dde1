package dev.ingestion.app.engine;

import dev.ingestion.domain.SourceName;
import dev.ingestion.ports.out.Checkpoints.ClaimResult;
import dev.ingestion.ports.out.DocumentLedger;
import dev.ingestion.ports.out.JobRepository;
import dev.ingestion.ports.out.WorkQueue.Claim;
import dev.ingestion.testkit.WatchedPort.Watcher;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/**
 * The moment at which a process is to be killed. It counts only while a document of this very job
 * is live and a batch is claimed. When it comes, every thread freezes at its next step.
 */
final class Moment implements Watcher {
  /** When everything is enqueued and nothing embedded yet. */
  static final String ALL_ENQUEUED = "all-enqueued";

  private final String wanted;
  private final CountDownLatch never = new CountDownLatch(1);
  private final Set<String> claimed = new HashSet<>();
  private DocumentLedger ledger;
  private JobRepository jobs;

  private Moment(String wanted) {
    this.wanted = wanted;
  }

  static Moment parse(String wanted) {
    return new Moment(wanted);
  }

  void remember(Class<?> type, Object port) {
    if (type == DocumentLedger.class) {
      ledger = (DocumentLedger) port;
    } else if (type == JobRepository.class) {
      jobs = (JobRepository) port;
    }
  }

  @Override
  public void before(String point, Object[] arguments) {
    if (wanted.equals(ALL_ENQUEUED) && point.equals("EmbeddingModel.embed")) {
      freeze();
    }
    reach(point + ":before");
  }

  @Override
  public void after(String point, Object[] arguments, Object result) {
    synchronized (this) {
      if (result instanceof Optional<?> some && some.orElse(null) instanceof Claim claim) {
        claimed.add(claim.token().value());
      } else if (point.equals("Checkpoints.acknowledge")) {
        ((List<?>) arguments[2])
            .forEach(done -> claimed.remove(((ClaimResult) done).token().value()));
      }
    }
    if (wanted.equals(ALL_ENQUEUED) && point.equals("WorkQueue.backlog") && allEnqueued()) {
      tell(0);
    }
    reach(point + ":after");
  }

  private synchronized void reach(String place) {
    if (place.equals(wanted) && !claimed.isEmpty()) {
      long live = indexed();
      if (live > 0) {
        tell(live);
      }
    }
  }

  /** Whoever reads this line kills the process. */
  private synchronized void tell(long live) {
    System.out.println("NOW claimed=" + claimed.size() + " live=" + live);
    System.out.flush();
    freeze();
  }

  private void freeze() {
    try {
      never.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private boolean allEnqueued() {
    return jobs.active(Workbench.KB).isPresent()
        && ledger.problems(Workbench.KB, SourceName.DEFAULT, 1).isEmpty()
        && counts().pending() == KillIT.DOCUMENTS;
  }

  private long indexed() {
    return counts().indexed();
  }

  private DocumentLedger.LedgerCounts counts() {
    return ledger.count(
        Workbench.KB, SourceName.DEFAULT, jobs.active(Workbench.KB).orElseThrow().id());
  }
}
