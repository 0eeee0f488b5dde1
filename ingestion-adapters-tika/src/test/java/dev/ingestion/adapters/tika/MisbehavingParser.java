package dev.ingestion.adapters.tika;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.document.BlockKind;
import dev.ingestion.domain.document.ParsedDocument;
import dev.ingestion.ports.out.DocumentContent;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.LoggerFactory;

/** A parser process that does what its documents say, as a bad one makes real parsers do. */
final class MisbehavingParser {
  private MisbehavingParser() {}

  public static void main(String[] args) throws Exception {
    ParserProcess.serve(
        folder ->
            (name, content, progress) -> {
              try {
                return document(obey(text(content), progress));
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
            });
  }

  private static String obey(String order, Runnable progress)
      throws IOException, InterruptedException {
    switch (order) {
      case "exit" -> System.exit(7);
      case "kill" -> {
        new ProcessBuilder("kill", "-9", String.valueOf(ProcessHandle.current().pid())).start();
        hang();
      }
      case "overflow" -> overflow(0);
      case "hoard" -> hoard();
      case "hang" -> hang();
      case "spin" -> spin(() -> {});
      case "crawl" -> spin(progress);
      case "dawdle" -> dawdle(progress);
      case "print" -> System.out.println("Page 1 of 1");
      case "garble" -> raw("Page 1 of 1\n");
      case "complain" -> System.err.print("e".repeat(3_000_000));
      case "warn" -> LoggerFactory.getLogger("a.library").warn("Page {} has no fonts", 1);
      case "litter" -> {
        Path folder = Files.createDirectories(Path.of("library"));
        Files.createTempFile("outside", ".tmp");
        Files.createTempFile(folder, "inside", ".tmp");
        throw new IngestionException(ErrorCode.DOCUMENT_CORRUPT, "It is litter");
      }
      case "pid" -> {
        return String.valueOf(ProcessHandle.current().pid());
      }
      case "environment" -> {
        return String.join(" ", new TreeSet<>(System.getenv().keySet()));
      }
      case "corrupt" -> throw new IllegalStateException("at org.example.Parser");
      default -> {}
    }
    return order;
  }

  private static int overflow(int depth) {
    return depth < Integer.MAX_VALUE ? overflow(depth + 1) + 1 : 0;
  }

  /** As a library does that takes every error for a bad document. */
  private static void hoard() {
    List<byte[]> hoard = new ArrayList<>();
    try {
      while (hoard.size() < 1_000_000) {
        hoard.add(new byte[1 << 20]);
      }
    } catch (OutOfMemoryError e) {
      hoard.clear();
    }
  }

  private static void hang() throws InterruptedException {
    new CountDownLatch(1).await();
  }

  private static void spin(Runnable step) {
    while (true) {
      step.run();
    }
  }

  /** Takes longer than a stall may, and gets further all the time. */
  private static void dawdle(Runnable progress) {
    long begin = System.nanoTime();
    while (System.nanoTime() - begin < 2_500_000_000L) {
      progress.run();
      LockSupport.parkNanos(10_000_000);
    }
  }

  private static void raw(String text) throws IOException {
    new FileOutputStream(FileDescriptor.out).write(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String text(DocumentContent content) throws IOException {
    return new String(content.open().readAllBytes(), StandardCharsets.UTF_8);
  }

  private static ParsedDocument document(String text) {
    return ParsedDocument.builder()
        .add(BlockKind.PARAGRAPH, text, List.of(), 0)
        .build("", "text/plain");
  }
}
