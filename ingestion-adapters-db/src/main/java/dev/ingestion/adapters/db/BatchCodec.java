package dev.ingestion.adapters.db;

import dev.ingestion.domain.ChunkId;
import dev.ingestion.domain.DocumentKey;
import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.Generation;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.SourceName;
import dev.ingestion.domain.chunking.Chunk;
import dev.ingestion.ports.out.WorkItem;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Chunks of a batch as bytes: a version, the documents they belong to, then the chunks, each with
 * the number of its document.
 */
final class BatchCodec {
  private static final int VERSION = 1;

  /** Spares copying as the bytes grow; more or fewer is all right. */
  private static final int USUAL_CHUNK_BYTES = 1_280;

  private BatchCodec() {}

  /** What the chunks of one document have in common. */
  private record Header(Generation generation, DocumentKey document, String title) {
    static Header of(WorkItem item) {
      return new Header(item.generation(), item.document(), item.title());
    }
  }

  static byte[] encode(List<WorkItem> items) {
    Map<Header, Integer> headers = new LinkedHashMap<>();
    int[] numbers = new int[items.size()];
    Arrays.setAll(
        numbers, i -> headers.computeIfAbsent(Header.of(items.get(i)), header -> headers.size()));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(items.size() * USUAL_CHUNK_BYTES);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(VERSION);
      out.writeInt(headers.size());
      for (Header header : headers.keySet()) {
        out.writeLong(header.generation().number());
        writeText(out, header.document().source().value());
        writeText(out, header.document().path());
        writeText(out, header.title());
      }
      out.writeInt(items.size());
      for (int i = 0; i < numbers.length; i++) {
        WorkItem item = items.get(i);
        out.writeInt(numbers[i]);
        out.write(item.id().toBytes());
        writeChunk(out, item.chunk());
      }
    } catch (IOException e) {
      throw new IllegalStateException("Memory cannot be written", e);
    }
    return bytes.toByteArray();
  }

  /**
   * @throws IngestionException STORAGE_CORRUPT if these are not the bytes of a batch
   */
  static List<WorkItem> decode(byte[] bytes) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      int version = in.readUnsignedByte();
      if (version != VERSION) {
        throw new IOException("unknown version " + version);
      }
      int documents = in.readInt();
      List<Header> headers = new ArrayList<>();
      for (int i = 0; i < documents; i++) {
        headers.add(readHeader(in));
      }
      int chunks = in.readInt();
      List<WorkItem> items = new ArrayList<>();
      for (int i = 0; i < chunks; i++) {
        Header header = headers.get(in.readInt());
        ChunkId id = ChunkId.ofBytes(readBytes(in, ChunkId.BYTES), 0);
        items.add(
            new WorkItem(
                header.generation(), header.document(), header.title(), id, readChunk(in)));
      }
      return items;
    } catch (IOException | RuntimeException e) {
      throw new IngestionException(
          ErrorCode.STORAGE_CORRUPT, "A batch in the work queue cannot be read: " + e, e);
    }
  }

  private static Header readHeader(DataInputStream in) throws IOException {
    Generation generation = new Generation(in.readLong());
    DocumentKey document = new DocumentKey(new SourceName(readText(in)), readText(in));
    return new Header(generation, document, readText(in));
  }

  private static void writeChunk(DataOutputStream out, Chunk chunk) throws IOException {
    out.writeInt(chunk.ordinal());
    out.writeInt(chunk.page());
    out.writeInt(chunk.start());
    out.writeInt(chunk.end());
    out.writeInt(chunk.headings().size());
    for (String heading : chunk.headings()) {
      writeText(out, heading);
    }
    writeText(out, chunk.text());
  }

  private static Chunk readChunk(DataInputStream in) throws IOException {
    int ordinal = in.readInt();
    int page = in.readInt();
    int start = in.readInt();
    int end = in.readInt();
    int count = in.readInt();
    List<String> headings = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      headings.add(readText(in));
    }
    return new Chunk(ordinal, readText(in), headings, page, start, end);
  }

  private static void writeText(DataOutputStream out, String text) throws IOException {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(utf8.length);
    out.write(utf8);
  }

  private static String readText(DataInputStream in) throws IOException {
    return new String(readBytes(in, in.readInt()), StandardCharsets.UTF_8);
  }

  private static byte[] readBytes(DataInputStream in, int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new IOException("cut short");
    }
    return bytes;
  }
}
