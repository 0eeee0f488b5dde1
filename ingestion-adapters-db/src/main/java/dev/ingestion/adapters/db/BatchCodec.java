package dev.ingestion.adapters.db;

import dev.ingestion.domain.ChunkId;
import dev.ingestion.domain.DocumentKey;
import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.Generation;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.SourceName;
import dev.ingestion.domain.chunking.Chunk;
import dev.ingestion.ports.out.WorkItem;
import java.nio.ByteBuffer;
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
  private static final byte VERSION = 1;

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
    Output out = new Output(items.size() * USUAL_CHUNK_BYTES);
    out.need(1).put(VERSION);
    out.number(headers.size());
    for (Header header : headers.keySet()) {
      out.need(Long.BYTES).putLong(header.generation().number());
      out.text(header.document().source().value());
      out.text(header.document().path());
      out.text(header.title());
    }
    out.number(items.size());
    for (int i = 0; i < numbers.length; i++) {
      WorkItem item = items.get(i);
      out.number(numbers[i]);
      out.need(ChunkId.BYTES).put(item.id().toBytes());
      write(out, item.chunk());
    }
    return out.toBytes();
  }

  private static void write(Output out, Chunk chunk) {
    out.number(chunk.ordinal());
    out.number(chunk.page());
    out.number(chunk.start());
    out.number(chunk.end());
    out.number(chunk.headings().size());
    chunk.headings().forEach(out::text);
    out.text(chunk.text());
  }

  /** Bytes that grow as they are written. */
  private static final class Output {
    private ByteBuffer bytes;

    Output(int size) {
      bytes = ByteBuffer.allocate(size);
    }

    /** The bytes, with room for so many more. */
    ByteBuffer need(int more) {
      if (bytes.remaining() < more) {
        int size = Math.max(Math.addExact(bytes.position(), more), 2 * bytes.capacity());
        bytes = ByteBuffer.allocate(size).put(bytes.flip());
      }
      return bytes;
    }

    void number(int number) {
      need(Integer.BYTES).putInt(number);
    }

    void text(String text) {
      byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
      number(utf8.length);
      need(utf8.length).put(utf8);
    }

    byte[] toBytes() {
      byte[] written = new byte[bytes.flip().remaining()];
      bytes.get(written);
      return written;
    }
  }

  /**
   * @throws IngestionException STORAGE_CORRUPT if these are not the bytes of a batch
   */
  static List<WorkItem> decode(byte[] bytes) {
    try {
      return read(new Input(bytes));
    } catch (RuntimeException e) {
      throw new IngestionException(
          ErrorCode.STORAGE_CORRUPT, "A batch in the work queue cannot be read: " + e, e);
    }
  }

  private static List<WorkItem> read(Input in) {
    byte version = in.bytes.get();
    if (version != VERSION) {
      throw new IllegalArgumentException("unknown version " + version);
    }
    int documents = in.number();
    List<Header> headers = new ArrayList<>();
    for (int i = 0; i < documents; i++) {
      headers.add(readHeader(in));
    }
    int chunks = in.number();
    List<WorkItem> items = new ArrayList<>();
    for (int i = 0; i < chunks; i++) {
      Header header = headers.get(in.number());
      ChunkId id = ChunkId.ofBytes(in.array, in.skip(ChunkId.BYTES));
      items.add(
          new WorkItem(header.generation(), header.document(), header.title(), id, readChunk(in)));
    }
    return items;
  }

  private static Header readHeader(Input in) {
    Generation generation = new Generation(in.bytes.getLong());
    DocumentKey document = new DocumentKey(new SourceName(in.text()), in.text());
    return new Header(generation, document, in.text());
  }

  private static Chunk readChunk(Input in) {
    int ordinal = in.number();
    int page = in.number();
    int start = in.number();
    int end = in.number();
    int count = in.number();
    List<String> headings = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      headings.add(in.text());
    }
    return new Chunk(ordinal, in.text(), headings, page, start, end);
  }

  /** Bytes as they are read. */
  private static final class Input {
    private final byte[] array;
    private final ByteBuffer bytes;

    Input(byte[] array) {
      this.array = array;
      this.bytes = ByteBuffer.wrap(array);
    }

    int number() {
      return bytes.getInt();
    }

    String text() {
      int length = number();
      return new String(array, skip(length), length, StandardCharsets.UTF_8);
    }

    /**
     * @return the offset of the bytes that are skipped
     */
    int skip(int length) {
      int offset = bytes.position();
      if (length < 0 || length > bytes.remaining()) {
        throw new IllegalArgumentException("cut short");
      }
      bytes.position(offset + length);
      return offset;
    }
  }
}
