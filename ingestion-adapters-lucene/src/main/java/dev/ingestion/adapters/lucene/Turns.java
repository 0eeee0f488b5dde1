package dev.ingestion.adapters.lucene;

import dev.ingestion.domain.KnowledgeBaseId;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets one thread at a time open or close indexes of a knowledge base; the same thread may do so
 * within its turn. Of knowledge bases whose turn it is nobody's nothing is kept. Thread-safe.
 */
final class Turns {
  private final ConcurrentMap<KnowledgeBaseId, Turn> turns = new ConcurrentHashMap<>();

  /** Waits until no other thread has the knowledge base; until the turn is closed, none has. */
  Turn await(KnowledgeBaseId kb) {
    Turn turn =
        turns.compute(
            kb,
            (key, known) -> {
              Turn shared = known == null ? new Turn(kb) : known;
              shared.users++;
              return shared;
            });
    turn.lock.lock();
    return turn;
  }

  /** How many knowledge bases some thread has, or waits for. */
  int size() {
    return turns.size();
  }

  final class Turn implements AutoCloseable {
    private final KnowledgeBaseId kb;
    private final ReentrantLock lock = new ReentrantLock();

    /** Turns that are had or waited for; changed by the map, for one thread at a time. */
    private int users;

    private Turn(KnowledgeBaseId kb) {
      this.kb = kb;
    }

    @Override
    public void close() {
      lock.unlock();
      turns.computeIfPresent(kb, (key, turn) -> --turn.users == 0 ? null : turn);
    }

    /** Whether some thread waits for its turn. */
    boolean isAwaited() {
      return lock.hasQueuedThreads();
    }
  }
}
