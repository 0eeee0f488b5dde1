package dev.ingestion.workers.runtime;

import dev.ingestion.domain.Generation;
import dev.ingestion.ports.out.ChunkIndex;
import dev.ingestion.ports.out.DocumentLedger;
import dev.ingestion.ports.out.IndexRef;
import dev.ingestion.ports.out.IndexSwitch;
import dev.ingestion.ports.out.IndexTicket;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Shows in an index what its ledger has decided, and has the ledger forget a switch only once the
 * index has it durably. What a crash leaves between the two is shown again, which changes nothing.
 *
 * <p>Used by one thread at a time.
 */
public final class SwitchApplier {
  private static final int PAGE = 1_000;

  private final ChunkIndex index;
  private final IndexRef ref;
  private final DocumentLedger ledger;

  /** Shown, but not in a durable commit yet. */
  private final Set<Long> shown = new LinkedHashSet<>();

  public SwitchApplier(ChunkIndex index, IndexRef ref, DocumentLedger ledger) {
    this.index = index;
    this.ref = ref;
    this.ledger = ledger;
  }

  public IndexRef ref() {
    return ref;
  }

  /**
   * Makes upserts and the switches that were shown so far durable.
   *
   * @return the number of the commit
   */
  public long flush(Collection<IndexTicket> tickets) {
    long checkpoint = index.flush(ref, tickets);
    if (!shown.isEmpty()) {
      ledger.forgetSwitches(ref.kb(), List.copyOf(shown));
      shown.clear();
    }
    return checkpoint;
  }

  /**
   * Shows what the ledger has decided; searches find it when this returns.
   *
   * @return whether a document is searchable in a version in which it was not before
   */
  boolean show() {
    boolean promoted = false;
    List<IndexSwitch> page = ledger.switches(ref.kb(), PAGE);
    while (page.size() == PAGE) {
      promoted |= show(page);
      flush(Set.of());
      page = ledger.switches(ref.kb(), PAGE);
    }
    return show(page) || promoted;
  }

  /** Shows everything, makes it durable, and clears away what no switch will ever promote. */
  public void settle() {
    show();
    Set<Generation> staged = index.staged(ref);
    if (!staged.isEmpty()) {
      index.retainStaged(ref, ledger.pending(ref.kb(), staged));
    }
    flush(Set.of());
  }

  private boolean show(List<IndexSwitch> page) {
    List<IndexSwitch> fresh = page.stream().filter(s -> !shown.contains(s.sequence())).toList();
    if (!fresh.isEmpty()) {
      index.apply(ref, fresh);
      fresh.forEach(s -> shown.add(s.sequence()));
    }
    return fresh.stream().anyMatch(s -> s.promoted() != null);
  }
}
