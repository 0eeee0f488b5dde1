package dev.ingestion.adapters.tika;

import dev.ingestion.domain.ByteSize;
import dev.ingestion.domain.document.ParsedDocument;
import java.io.BufferedInputStream;
import java.io.DataOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The process that parses. Documents come in on its standard input, what was made of them goes out
 * on its standard output, one after the other. It ends when its input does, whatever a parser is
 * doing, and so never outlives its parent.
 */
final class ParserProcess {
  private static final Logger LOG = LoggerFactory.getLogger(ParserProcess.class);

  /** Often enough for a parent that gives a parser seconds. */
  private static final long BETWEEN_SIGNS = TimeUnit.MILLISECONDS.toNanos(100);

  private final Extraction extraction;
  private final TemporaryFolder folder;
  private final FrameWriter parent;
  private final BlockingQueue<ReceivedDocument> received = new LinkedBlockingQueue<>();
  private long lastSign;

  private ParserProcess(Extraction extraction, TemporaryFolder folder, FrameWriter parent) {
    this.extraction = extraction;
    this.folder = folder;
    this.parent = parent;
  }

  public static void main(String[] args) throws Exception {
    TikaConfig limits = limits(args);
    serve(folder -> new DocumentExtractor(new TikaLibrary(), folder, limits));
  }

  /** What stands behind {@link #main} on the command line. */
  static List<String> arguments(TikaConfig limits) {
    return List.of(
        limits.timeout().toString(),
        limits.stallTimeout().toString(),
        String.valueOf(limits.maxDepth()),
        String.valueOf(limits.maxEmbedded()),
        String.valueOf(limits.maxInput().bytes()),
        String.valueOf(limits.maxOutput()),
        String.valueOf(limits.maxUnpacked().bytes()));
  }

  static TikaConfig limits(String[] args) {
    return new TikaConfig(
        Duration.parse(args[0]),
        Duration.parse(args[1]),
        Integer.parseInt(args[2]),
        Integer.parseInt(args[3]),
        new ByteSize(Long.parseLong(args[4])),
        Integer.parseInt(args[5]),
        new ByteSize(Long.parseLong(args[6])));
  }

  /** Makes the parser, which may write its temporary files to the given folder. */
  @FunctionalInterface
  interface Maker {
    Extraction make(TemporaryFolder folder);
  }

  /** Parses until the parent has no more documents. Never returns, and throws if it is ended. */
  static void serve(Maker maker) throws Exception {
    IgnoredSignals.ignore();
    FrameWriter parent = new FrameWriter(new FileOutputStream(FileDescriptor.out));
    // The pipes are ours: what a library prints goes to the log, and it has nothing to read.
    System.setOut(new PrintStream(new FileOutputStream(FileDescriptor.err), true));
    System.setIn(InputStream.nullInputStream());
    ForwardedLog.to(parent);
    TemporaryFolder folder = new TemporaryFolder(Path.of("").toAbsolutePath());
    ParserProcess process = new ParserProcess(maker.make(folder), folder, parent);
    Thread input = new Thread(process::receive, "parser-input");
    input.setDaemon(true);
    input.start();
    parent.write(Frame.Type.READY);
    while (true) {
      process.answer(process.received.take());
    }
  }

  /**
   * Reads while a parser works, so as to notice the end of the parent. There is nobody to tell what
   * goes wrong here.
   */
  private void receive() {
    try (InputStream in =
        new BufferedInputStream(new FileInputStream(FileDescriptor.in), Frame.LARGEST)) {
      while (true) {
        receiveDocument(in);
      }
    } catch (IOException | RuntimeException | Error e) {
      Runtime.getRuntime().halt(0);
    }
  }

  private void receiveDocument(InputStream in) throws IOException {
    Frame frame = Frame.read(in);
    if (frame.type() != Frame.Type.DOCUMENT) {
      throw new Frame.GarbledException("No document, but " + frame.type());
    }
    ReceivedDocument document =
        new ReceivedDocument(new String(frame.payload(), StandardCharsets.UTF_8));
    parent.write(Frame.Type.ACCEPTED);
    while (true) {
      frame = Frame.read(in);
      switch (frame.type()) {
        case CONTENT -> document.add(frame.payload());
        case END -> {
          received.add(document);
          return;
        }
        case ABORT -> {
          return;
        }
        default -> throw new Frame.GarbledException("Amid a document: " + frame.type());
      }
    }
  }

  private void answer(ReceivedDocument document) throws IOException {
    try {
      ParsedDocument parsed = extraction.extract(document.name(), document, this::progress);
      try (DataOutputStream out = new DataOutputStream(parent.stream(Frame.Type.RESULT))) {
        DocumentCodec.write(parsed, out);
      }
      tidyUp();
      parent.write(Frame.Type.DONE);
    } catch (RuntimeException | Error e) {
      tidyUp();
      parent.write(Frame.Type.REFUSAL, Refusal.of(e).encode());
    }
  }

  /** Libraries leave files behind, in particular where they fail. */
  private void tidyUp() {
    try {
      folder.clear();
    } catch (IOException e) {
      LOG.warn("Temporary files stay until the process ends: {}", e.toString());
    }
  }

  private void progress() {
    long now = System.nanoTime();
    if (now - lastSign >= BETWEEN_SIGNS) {
      lastSign = now;
      try {
        parent.write(Frame.Type.PROGRESS);
      } catch (IOException e) {
        throw new UncheckedIOException("The parent has ended", e);
      }
    }
  }
}
