package dev.ingestion.adapters.fs;

import dev.ingestion.domain.ByteSize;

/**
 * When a disk is too full to begin anything.
 *
 * @param minFreeSpace what must be left under the data root; 0 for no bound
 */
public record DiskSpaceConfig(ByteSize minFreeSpace) {}
