package dev.ingestion.app.engine;

import static dev.ingestion.app.engine.Workbench.KB;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.SourceName;
import dev.ingestion.domain.job.IngestionState;
import dev.ingestion.domain.job.JobStatus;
import dev.ingestion.ports.in.DeadLetterService;
import dev.ingestion.ports.in.StartIngestion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** The life of a knowledge base that is walked through, in commands that may be given again. */
enum WalkStep {
  /** A first ingest, of which every document is new. */
  FIRST {
    @Override
    void run(Path life, Workbench bench) {
      ingest(bench, "docs", SourceName.DEFAULT);
    }
  },

  /** Documents were edited, removed and added; a text of one cannot be embedded. */
  EDITED {
    @Override
    void run(Path life, Workbench bench) throws IOException {
      Path docs = life.resolve("docs");
      List<Path> files = WalkedLife.files(life.resolve("corpus"));
      for (int i = 0; i < files.size(); i += 3) {
        String text = Files.readString(files.get(i)) + "\nWhat is said last was added later.\n";
        write(docs.resolve(files.get(i).getFileName()), text);
      }
      Files.deleteIfExists(docs.resolve(files.get(1).getFileName()));
      write(
          docs.resolve("new.md"), "# New\nThis document is new.\n" + "It has parts.\n".repeat(60));
      write(docs.resolve("odd.md"), "# Odd\nThis is " + WalkedModel.ODD + " to the model.\n");
      ingest(bench, "docs", SourceName.DEFAULT);
    }
  },

  /** The model was mended, and what had failed is done again. */
  REPLAYED {
    @Override
    void run(Path life, Workbench bench) throws IOException {
      write(life.resolve(WalkedModel.MENDED), "");
      bench.get(DeadLetterService.class).replay(KB, DeadLetterService.Filter.ALL);
      rest(bench);
      ingest(bench, "docs", SourceName.DEFAULT);
    }
  },

  /** Another source. */
  SECOND {
    @Override
    void run(Path life, Workbench bench) {
      ingest(bench, "other", new SourceName("second"));
    }
  },

  DELETED {
    @Override
    void run(Path life, Workbench bench) {
      try {
        bench.knowledgeBases().delete(KB);
      } catch (IngestionException e) {
        if (e.code() != ErrorCode.UNKNOWN_KNOWLEDGE_BASE) {
          throw e;
        }
      }
    }
  };

  /** Does the step, or the rest of it if a process died half way. */
  abstract void run(Path life, Workbench bench) throws IOException;

  private static void ingest(Workbench bench, String folder, SourceName source) {
    IngestionState state =
        bench.ingest(
            new StartIngestion(
                KB, "documents", source, folder, List.of(), List.of(), false, false));
    if (state.status() != JobStatus.COMPLETED || !state.documents().balanced()) {
      throw new AssertionError("The job came to " + state);
    }
  }

  private static void rest(Workbench bench) {
    try {
      bench.ingestion().await(KB, Duration.ofMinutes(2));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Leaves a file alone that says the same already. */
  private static void write(Path file, String text) throws IOException {
    if (!Files.exists(file) || !Files.readString(file).equals(text)) {
      Files.writeString(file, text);
    }
  }
}
