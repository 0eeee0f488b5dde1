package dev.ingestion.workers.simulation;

import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.SourceName;
import dev.ingestion.ports.in.StartIngestion;
import dev.ingestion.ports.out.ChunkIndex;
import dev.ingestion.ports.out.FetchedDocument;
import dev.ingestion.testkit.Stores;
import dev.ingestion.testkit.memory.InMemoryFolder;
import dev.ingestion.testkit.memory.InMemorySources;
import dev.ingestion.workers.simulation.StoredState.Books;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A knowledge base of the simulated world: its source, the truth about it, and what is stored. */
final class Base {
  private final KnowledgeBaseId kb;
  private final StartIngestion command;
  private final InMemoryFolder folder;
  private final Truth truth = new Truth();
  private final Books books = new Books();
  private @Nullable StoredState stored;
  private @Nullable Invariants invariants;

  Base(KnowledgeBaseId kb, String root, InMemorySources sources) {
    this.kb = kb;
    this.folder = sources.folder(root);
    this.command =
        new StartIngestion(
            kb, "documents", SourceName.DEFAULT, root, List.of(), List.of(), false, true);
  }

  KnowledgeBaseId kb() {
    return kb;
  }

  StartIngestion command() {
    return command;
  }

  Truth truth() {
    return truth;
  }

  /** What is stored of it, seen by a new process. */
  Invariants open(World world, Scheduler scheduler, Stores stores, ChunkIndex index) {
    stored = new StoredState(kb, stores, index, books);
    invariants = new Invariants(kb, world, scheduler, truth, stored);
    return invariants;
  }

  Invariants invariants() {
    return invariants;
  }

  StoredState stored() {
    return stored;
  }

  Map<String, String> found() {
    return stored.found();
  }

  /** Changes documents of the source. */
  void edit(int times, Choices choices) {
    for (int i = 0; i < times; i++) {
      String path = choices.oneOf(Contents.PATHS);
      if (choices.chance(0.2)) {
        folder.remove(path);
        truth.remove(path);
      } else {
        put(path, Contents.any(path, choices));
      }
    }
  }

  void put(String path, byte[] content) {
    folder.put(path, content);
    try (FetchedDocument fetched = folder.fetch(path)) {
      truth.put(path, content, fetched.contentHash());
    }
  }
}
