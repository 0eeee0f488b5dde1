package dev.ingestion.ports.out;

import dev.ingestion.domain.Generation;
import org.jspecify.annotations.Nullable;

/**
 * A change of what search may return, decided in the ledger and still to be shown by the index.
 * Kept durably until the index has it in a durable commit.
 *
 * @param sequence grows with time for any one document
 * @param promoted generation that becomes visible; null for none
 * @param promotedChunks how many chunks the promoted generation has; 0 if none
 * @param retired generation whose entries go, visible or staged; null for none
 */
public record IndexSwitch(
    long sequence,
    @Nullable Generation promoted,
    int promotedChunks,
    @Nullable Generation retired) {}
