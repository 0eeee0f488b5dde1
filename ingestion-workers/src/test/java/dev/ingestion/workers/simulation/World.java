package dev.ingestion.workers.simulation;

import dev.ingestion.domain.document.ParsedDocument;
import dev.ingestion.ports.out.Checkpoints;
import dev.ingestion.ports.out.ChunkIndex;
import dev.ingestion.ports.out.DeadLetters;
import dev.ingestion.ports.out.DocumentContent;
import dev.ingestion.ports.out.DocumentLedger;
import dev.ingestion.ports.out.DocumentParser;
import dev.ingestion.ports.out.DocumentSource;
import dev.ingestion.ports.out.DocumentSourceProvider;
import dev.ingestion.ports.out.EmbeddingModel;
import dev.ingestion.ports.out.FetchedDocument;
import dev.ingestion.ports.out.JobRepository;
import dev.ingestion.ports.out.KnowledgeBaseRepository;
import dev.ingestion.ports.out.PersistenceStore;
import dev.ingestion.ports.out.SourceListing;
import dev.ingestion.ports.out.SourceSettings;
import dev.ingestion.ports.out.WorkQueue;
import dev.ingestion.testkit.Stores;
import dev.ingestion.testkit.memory.InMemoryChunkIndex;
import dev.ingestion.testkit.memory.InMemoryDatabase;
import dev.ingestion.testkit.memory.InMemoryDisk;
import dev.ingestion.testkit.memory.InMemoryPersistenceStore;
import dev.ingestion.testkit.memory.InMemorySources;
import dev.ingestion.testkit.memory.PlainTextParser;
import dev.ingestion.workers.simulation.Task.Life;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What outlives processes: the source, the stores, and the truth about them. */
final class World {
  static final String ROOT = "/docs";
  private static final Instant EPOCH = Instant.parse("2026-01-01T00:00:00Z");

  private final Scheduler scheduler;
  private final Choices choices;
  private final Defect defect;
  private final InMemoryDatabase database = new InMemoryDatabase();
  private final InMemoryDisk disk = new InMemoryDisk();
  private final InMemoryPersistenceStore snapshots = new InMemoryPersistenceStore();
  private final InMemorySources sources = new InMemorySources();
  private final Base main = new Base(Schedule.KB, ROOT, sources);
  private final Base neighbour = new Base(Schedule.NEIGHBOUR, "/elsewhere", sources);
  private final WatchedModel model = new WatchedModel();
  private final Node.Settings settings;
  private @Nullable InMemoryChunkIndex index;
  private Life current = new Life("nobody");
  private boolean foldersLocked;

  /** By how much somebody has set the wall clock forward in all. */
  private Duration wallClockOff = Duration.ZERO;

  private int processes;
  private int crashes;

  World(Scheduler scheduler, Choices choices, Defect defect) {
    this(scheduler, choices, defect, Node.Settings.any(choices));
  }

  World(Scheduler scheduler, Choices choices, Defect defect, Node.Settings settings) {
    this.scheduler = scheduler;
    this.choices = choices;
    this.defect = defect;
    this.settings = settings;
    scheduler.disturbBy(this::disturb);
  }

  /** Whether nothing bad happens any more. */
  boolean isCalm() {
    return choices.isCalm();
  }

  /** Keeps folders from being listed, until they are unlocked. */
  void lockFolders(boolean locked) {
    foldersLocked = locked;
  }

  Base main() {
    return main;
  }

  /** Another knowledge base in the same data root; nobody needs to do anything with it. */
  Base neighbour() {
    return neighbour;
  }

  Truth truth() {
    return main.truth();
  }

  WatchedModel model() {
    return model;
  }

  int crashes() {
    return crashes;
  }

  Map<String, String> found() {
    return main.found();
  }

  /** A new process on what is there. */
  Node process() {
    Life life = new Life("process-" + ++processes);
    current = life;
    InstantSource clock = () -> EPOCH.plusNanos(scheduler.nanoTime()).plus(wallClockOff);
    index = new InMemoryChunkIndex(disk);
    Stores stores = database.open(clock, scheduler::nanoTime);
    Invariants ofMain = main.open(this, scheduler, stores, index);
    Invariants ofNeighbour = neighbour.open(this, scheduler, stores, index);
    Node.Ports real =
        new Node.Ports(stores, index, snapshots, patchySources(), new PickyParser(), model, clock);
    Node.Ports watched = wrapped(wrapped(real, ofNeighbour), ofMain);
    Node.Ports defective =
        wrapped(watched, defect.in(new Defect.Scene(watched, database, scheduler)));
    Node.Ports ports = wrapped(defective, new OuterWorld(scheduler, choices, index));
    VirtualThreads threads = new VirtualThreads(scheduler, life, defect.losesWakeUps());
    Node node = new Node(life, ports, settings, threads, choices.split());
    for (Base base : List.of(main, neighbour)) {
      if (base.stored().isKnown()) {
        base.invariants().requireWholeVersions();
      }
    }
    return node;
  }

  private DocumentSourceProvider patchySources() {
    return new DocumentSourceProvider() {
      @Override
      public String canonicalRoot(String root) {
        return sources.canonicalRoot(root);
      }

      @Override
      public DocumentSource open(SourceSettings settings) {
        DocumentSource source = sources.open(settings);
        return new DocumentSource() {
          @Override
          public SourceListing list() {
            boolean locked = foldersLocked || choices.locksFolders();
            return locked ? new PatchyListing(source.list()) : source.list();
          }

          @Override
          public FetchedDocument fetch(String path) {
            return source.fetch(path);
          }
        };
      }
    };
  }

  private static Node.Ports wrapped(Node.Ports ports, Between between) {
    Stores stores = ports.stores();
    return new Node.Ports(
        new Stores(
            Between.of(JobRepository.class, stores.jobs(), between),
            Between.of(KnowledgeBaseRepository.class, stores.knowledgeBases(), between),
            Between.of(DocumentLedger.class, stores.ledger(), between),
            Between.of(WorkQueue.class, stores.queue(), between),
            Between.of(Checkpoints.class, stores.checkpoints(), between),
            Between.of(DeadLetters.class, stores.letters(), between),
            stores.schedules(),
            stores.tokens()),
        Between.of(ChunkIndex.class, ports.index(), between),
        Between.of(PersistenceStore.class, ports.snapshots(), between),
        new WrappedSources(ports.sources(), between),
        Between.of(DocumentParser.class, ports.parser(), between),
        Between.of(EmbeddingModel.class, ports.model(), between),
        ports.clock());
  }

  private record WrappedSources(DocumentSourceProvider sources, Between between)
      implements DocumentSourceProvider {
    @Override
    public String canonicalRoot(String root) {
      return sources.canonicalRoot(root);
    }

    @Override
    public DocumentSource open(SourceSettings settings) {
      DocumentSource source = Between.of(DocumentSource.class, sources.open(settings), between);
      return new DocumentSource() {
        @Override
        public SourceListing list() {
          return Between.of(SourceListing.class, source.list(), between);
        }

        @Override
        public FetchedDocument fetch(String path) {
          return source.fetch(path);
        }
      };
    }
  }

  private static final class PickyParser implements DocumentParser {
    private final PlainTextParser parser = new PlainTextParser();

    @Override
    public String fingerprint() {
      return parser.fingerprint();
    }

    @Override
    public ParsedDocument parse(String name, DocumentContent content) {
      try (InputStream in = content.open()) {
        Contents.requireParsable(in.readAllBytes());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return parser.parse(name, content);
    }
  }

  // What happens to processes

  private void disturb() {
    if (current.ended) {
      return;
    }
    if (choices.crashes()) {
      crashes++;
      scheduler.kill(current);
    } else if (choices.freezes()) {
      List<Task> threads = scheduler.of(current);
      choices.oneOf(threads).frozenUntil = scheduler.nanoTime() + aWhile();
    } else if (choices.timeJumps()) {
      scheduler.pass(Duration.ofNanos(aWhile()));
    } else if (choices.setsTheWallClock()) {
      Duration minutes = Duration.ofMinutes(choices.chance(0.5) ? 5 : -5);
      wallClockOff = wallClockOff.plus(minutes);
    } else if (choices.edits()) {
      (choices.chance(0.5) ? main : neighbour).edit(1, choices);
    }
  }

  /** Up to three leases. */
  private long aWhile() {
    return choices.below((int) Node.LEASE.toMillis() * 3) * 1_000_000L;
  }

  void kill(Node node) {
    if (!node.life.ended) {
      scheduler.kill(node.life);
    }
  }

  /** After the death of a process, now and then its index is gone as well. */
  void bury(Node node) {
    kill(node);
    scheduler.await(
        "buries " + node.life.name, () -> scheduler.of(node.life).isEmpty(), Task.NEVER);
    if (!choices.isCalm() && choices.chance(0.05)) {
      loseIndex();
    }
  }

  void loseIndex() {
    disk.lose(Schedule.KB);
    main.truth().lost();
  }

  /** Lets the disk fail under the index of the process that was started last. */
  void endWriter() {
    main.stored().ref().ifPresent(index::endWriter);
  }

  void put(String path, byte[] content) {
    main.put(path, content);
  }
}
