package dev.ingestion.workers.simulation;

import dev.ingestion.domain.ClaimToken;
import dev.ingestion.domain.Generation;
import dev.ingestion.domain.SourceName;
import dev.ingestion.domain.job.Job;
import dev.ingestion.domain.job.JobIntent;
import dev.ingestion.domain.job.JobStatus;
import dev.ingestion.ports.out.Checkpoints.ClaimResult;
import dev.ingestion.ports.out.Checkpoints.Failure;
import dev.ingestion.ports.out.DocumentLedger;
import dev.ingestion.ports.out.FetchedDocument;
import dev.ingestion.ports.out.IndexEntry;
import dev.ingestion.ports.out.IndexRef;
import dev.ingestion.ports.out.IndexSwitch;
import dev.ingestion.ports.out.LedgerDocument;
import dev.ingestion.ports.out.SourceListing;
import dev.ingestion.ports.out.SourceListing.Entry.Document;
import dev.ingestion.ports.out.SourceSettings;
import dev.ingestion.ports.out.StagedWork;
import dev.ingestion.ports.out.WorkItem;
import dev.ingestion.ports.out.WorkQueue.ClaimedBatch;
import dev.ingestion.testkit.memory.Tampering;
import dev.ingestion.workers.simulation.Between.Call;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Mistakes that an engine or an adapter could make, each of which breaks a promise. */
enum PlantedDefect implements Defect {
  ACKNOWLEDGES_BEFORE_THE_FLUSH {
    @Override
    public Between in(Scene process) {
      boolean[] postponed = new boolean[1];
      return (point, arguments, port) -> {
        if (point.equals("ChunkIndex.flush") && !((Collection<?>) arguments[1]).isEmpty()) {
          postponed[0] = true;
          return 1L;
        }
        if (point.equals("DocumentLedger.switches") && postponed[0]) {
          postponed[0] = false;
          process.ports().index().flush(ref(process), Set.of());
        }
        return port.with(arguments);
      };
    }
  },

  FORGETS_SWITCHES_BEFORE_THE_FLUSH {
    @Override
    public Between in(Scene process) {
      return on(
          "ChunkIndex.apply",
          (arguments, port) -> {
            Object shown = port.with(arguments);
            List<Long> sequences =
                switches(arguments[1]).stream().map(IndexSwitch::sequence).toList();
            process.ports().stores().ledger().forgetSwitches(Schedule.KB, sequences);
            return shown;
          });
    }
  },

  LOOKS_AT_NO_CLAIM_TOKEN {
    @Override
    public Between in(Scene process) {
      return on(
          "Checkpoints.acknowledge",
          (arguments, port) -> {
            Set<?> refused = (Set<?>) port.with(arguments);
            results(arguments[2]).stream()
                .filter(result -> refused.contains(result.token()))
                .forEach(result -> Tampering.countAsDone(process.database(), Schedule.KB, result));
            return Set.<ClaimToken>of();
          });
    }
  },

  COUNTS_SUPERSEDED_CHUNKS_FOR_THE_NEW_VERSION {
    @Override
    public Between in(Scene process) {
      DocumentLedger ledger = process.ports().stores().ledger();
      return on(
          "Checkpoints.acknowledge",
          (arguments, port) ->
              port.with(
                  arguments[0],
                  arguments[1],
                  results(arguments[2]).stream()
                      .map(result -> asOfPending(result, ledger))
                      .toList()));
    }
  },

  RETIRES_THE_OLD_VERSION_BEFORE_THE_NEW_IS_WHOLE {
    @Override
    public Between in(Scene process) {
      return on(
          "DocumentLedger.stage",
          (arguments, port) -> {
            Object staged = port.with(arguments);
            List<IndexSwitch> early = new ArrayList<>();
            for (var opened : ((StagedWork) arguments[2]).opened()) {
              live(process, opened.path())
                  .ifPresent(old -> early.add(new IndexSwitch(0, null, 0, old)));
            }
            process.ports().index().apply(ref(process), early);
            return staged;
          });
    }
  },

  SHOWS_THE_NEWEST_SWITCH_FIRST {
    @Override
    public Between in(Scene process) {
      return on(
          "DocumentLedger.switches",
          (arguments, port) -> {
            List<IndexSwitch> all = switches(port.with(arguments));
            return all.isEmpty() ? all : List.of(all.get(all.size() - 1));
          });
    }
  },

  SHOWS_THE_NEW_VERSION_BEFORE_IT_HIDES_THE_OLD {
    @Override
    public Between in(Scene process) {
      return on(
          "ChunkIndex.apply",
          (arguments, port) -> {
            List<IndexSwitch> all = switches(arguments[1]);
            port.with(
                arguments[0],
                all.stream()
                    .map(s -> new IndexSwitch(s.sequence(), s.promoted(), s.promotedChunks(), null))
                    .toList());
            process.scheduler().step("half a switch");
            return port.with(arguments);
          });
    }
  },

  SAYS_PAUSED_AS_SOON_AS_IT_IS_ASKED {
    @Override
    public Between in(Scene process) {
      return on(
          "JobRepository.update",
          (arguments, port) -> {
            if (arguments[0] instanceof Job job && job.intent() == JobIntent.PAUSE) {
              Job before = process.ports().stores().jobs().find(job.id()).orElseThrow();
              return port.with(
                  before.become(JobStatus.PAUSED, null, job.updatedAt()), arguments[1]);
            }
            return port.with(arguments);
          });
    }
  },

  SWEEPS_NOTHING {
    @Override
    public Between in(Scene process) {
      return (point, arguments, port) ->
          point.equals("ChunkIndex.discard") || point.equals("ChunkIndex.retainStaged")
              ? null
              : port.with(arguments);
    }
  },

  LOSES_WAKE_UPS {
    @Override
    public Between in(Scene process) {
      return Defect.NONE.in(process);
    }

    @Override
    public boolean losesWakeUps() {
      return true;
    }
  },

  TAKES_THE_STAMP_AFTER_THE_CONTENT {
    @Override
    public Between in(Scene process) {
      return on(
          "DocumentSource.fetch",
          (arguments, port) ->
              new LateStamp(
                  (FetchedDocument) port.with(arguments), process, (String) arguments[0]));
    }
  },

  TAKES_ANY_INDEX_FOR_ITS_OWN {
    @Override
    public Between in(Scene process) {
      return on("ChunkIndex.open", (arguments, port) -> port.with(arguments[0], 0L));
    }
  },

  LEAVES_WHAT_IS_GONE {
    @Override
    public Between in(Scene process) {
      return on("DocumentLedger.remove", (arguments, port) -> null);
    }
  },

  STAGES_ALL_CHUNKS_BUT_ONE {
    @Override
    public Between in(Scene process) {
      return on(
          "ChunkIndex.upsert",
          (arguments, port) -> {
            List<IndexEntry> entries = entries(arguments[2]);
            List<IndexEntry> some =
                entries.size() < 3 ? entries : entries.subList(1, entries.size());
            return port.with(arguments[0], arguments[1], some);
          });
    }
  },

  IS_NOT_TOLD_OF_SOME_SWITCHES {
    @Override
    public Between in(Scene process) {
      int[] calls = new int[1];
      return on(
          "DocumentLedger.switches",
          (arguments, port) -> ++calls[0] % 3 == 0 ? List.<IndexSwitch>of() : port.with(arguments));
    }
  },

  COUNTS_A_DEAD_CHUNK_AS_INDEXED {
    @Override
    public Between in(Scene process) {
      return on(
          "Checkpoints.acknowledge",
          (arguments, port) ->
              port.with(
                  arguments[0],
                  arguments[1],
                  results(arguments[2]).stream()
                      .map(r -> result(r, r.batches(), List.of()))
                      .toList()));
    }
  };

  /** What is done in place of one call. */
  private interface Instead {
    Object of(Object[] arguments, Call port) throws Throwable;
  }

  private static Between on(String wanted, Instead instead) {
    return (point, arguments, port) ->
        point.equals(wanted) ? instead.of(arguments, port) : port.with(arguments);
  }

  private static IndexRef ref(Defect.Scene process) {
    return process.ports().stores().knowledgeBases().find(Schedule.KB).orElseThrow().building();
  }

  private static Optional<Generation> live(Defect.Scene process, String path) {
    return process
        .ports()
        .stores()
        .ledger()
        .page(Schedule.KB, SourceName.DEFAULT, null, 1_000)
        .stream()
        .filter(document -> document.key().path().equals(path) && document.live() != null)
        .map(LedgerDocument::live)
        .findFirst();
  }

  private static ClaimResult asOfPending(ClaimResult result, DocumentLedger ledger) {
    List<ClaimedBatch> batches =
        result.batches().stream()
            .map(
                batch ->
                    new ClaimedBatch(
                        batch.id(),
                        batch.items().stream().map(item -> asOfPending(item, ledger)).toList()))
            .toList();
    return result(result, batches, result.failures());
  }

  private static WorkItem asOfPending(WorkItem item, DocumentLedger ledger) {
    Generation pending =
        ledger
            .find(Schedule.KB, item.document())
            .map(LedgerDocument::pending)
            .orElse(item.generation());
    return new WorkItem(pending, item.document(), item.title(), item.id(), item.chunk());
  }

  private static ClaimResult result(
      ClaimResult result, List<ClaimedBatch> batches, List<Failure> failures) {
    return new ClaimResult(
        result.token(), result.job(), batches, result.embedded(), failures, result.retries());
  }

  private record LateStamp(FetchedDocument fetched, Defect.Scene process, String path)
      implements FetchedDocument {
    @Override
    public String stamp() {
      SourceSettings settings =
          new SourceSettings(SourceName.DEFAULT, "folder", World.ROOT, List.of(), List.of(), false);
      try (SourceListing listing = process.ports().sources().open(settings).list()) {
        for (var entry = listing.next(); entry.isPresent(); entry = listing.next()) {
          if (entry.get() instanceof Document document && document.path().equals(path)) {
            return document.stamp();
          }
        }
        return null;
      }
    }

    @Override
    public String contentHash() {
      return fetched.contentHash();
    }

    @Override
    public long size() {
      return fetched.size();
    }

    @Override
    public InputStream open() throws IOException {
      return fetched.open();
    }

    @Override
    public void close() {
      fetched.close();
    }
  }

  @SuppressWarnings("unchecked")
  private static List<IndexSwitch> switches(Object switches) {
    return (List<IndexSwitch>) switches;
  }

  @SuppressWarnings("unchecked")
  private static List<ClaimResult> results(Object results) {
    return (List<ClaimResult>) results;
  }

  @SuppressWarnings("unchecked")
  private static List<IndexEntry> entries(Object entries) {
    return (List<IndexEntry>) entries;
  }
}
