package dev.ingestion.adapters.db;

/** What a committed transaction survives. */
public enum Durability {
  /** The death of the process at any instruction. */
  PROCESS,
  /** The death of the machine too: every commit waits for the disk. */
  POWER_LOSS
}
