package dev.ingestion.adapters.fs;

import dev.ingestion.domain.KnowledgeBaseId;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets one thread at a time write for a knowledge base. Of knowledge bases that nobody writes for
 * nothing is kept: there may be many in the life of a process. Thread-safe.
 */
final class Writers {
  private final ConcurrentMap<KnowledgeBaseId, Turn> turns = new ConcurrentHashMap<>();

  /**
   * Waits until nobody else writes for the knowledge base; until the turn is closed, nobody does.
   */
  Turn await(KnowledgeBaseId kb) {
    Turn turn =
        turns.compute(
            kb,
            (key, known) -> {
              Turn shared = known == null ? new Turn(kb) : known;
              shared.threads++;
              return shared;
            });
    turn.lock.lock();
    return turn;
  }

  /** How many knowledge bases somebody writes for, or waits to. */
  int size() {
    return turns.size();
  }

  final class Turn implements AutoCloseable {
    private final KnowledgeBaseId kb;
    private final ReentrantLock lock = new ReentrantLock();

    /** Those that write or wait; changed by the map, for one thread at a time. */
    private int threads;

    private Turn(KnowledgeBaseId kb) {
      this.kb = kb;
    }

    @Override
    public void close() {
      lock.unlock();
      turns.computeIfPresent(kb, (key, turn) -> --turn.threads == 0 ? null : turn);
    }

    /** Whether some thread waits for its turn. */
    boolean isAwaited() {
      return lock.hasQueuedThreads();
    }
  }
}
