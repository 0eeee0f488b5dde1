package dev.ingestion.workers.service;

import dev.ingestion.ports.in.RepairService.RepairReport;
import dev.ingestion.ports.in.RepairService.Unmendable;
import dev.ingestion.ports.in.VerificationService;
import java.util.ArrayList;
import java.util.List;

/** Counts what a repair does. Used by one thread. */
final class RepairTally {
  private static final int MOST_DETAILS = 1_000;

  private final List<Unmendable> details = new ArrayList<>();
  private long mended;
  private long removed;
  private long embedded;
  private long unmendable;

  void mended(long entries) {
    mended += entries;
  }

  void removed(long entries) {
    removed += entries;
  }

  void embedded(long texts) {
    embedded += texts;
  }

  void unmendable(Unmendable what) {
    unmendable++;
    if (details.size() < MOST_DETAILS) {
      details.add(what);
    }
  }

  RepairReport report(VerificationService.Report found, VerificationService.Report left) {
    return new RepairReport(found, mended, removed, embedded, unmendable, details, left);
  }
}
