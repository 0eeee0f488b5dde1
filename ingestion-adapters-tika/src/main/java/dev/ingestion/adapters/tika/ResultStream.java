package dev.ingestion.adapters.tika;

import java.io.IOException;
import java.io.InputStream;

/** A parsed document's bytes, out of the frames in which they come. */
final class ResultStream extends InputStream {
  /** Text in UTF-8, and beside each block of it a path of headings that is not much longer. */
  private static final long BYTES_PER_CHARACTER = 12;

  private static final long LEAST = 64L << 20;

  private final Frames frames;
  private long allowed;
  private byte[] piece;
  private int position;

  /** Gives the frames that follow. */
  @FunctionalInterface
  interface Frames {
    Frame next() throws IOException;
  }

  ResultStream(Frame first, int maxOutput, Frames frames) throws IOException {
    this.frames = frames;
    this.allowed = LEAST + BYTES_PER_CHARACTER * maxOutput;
    this.piece = payload(first);
  }

  @Override
  public int read() throws IOException {
    fill();
    return piece[position++] & 0xFF;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    fill();
    int read = Math.min(length, piece.length - position);
    System.arraycopy(piece, position, bytes, offset, read);
    position += read;
    return read;
  }

  /** The document says itself where it ends: nobody reads on after that. */
  private void fill() throws IOException {
    while (position == piece.length) {
      piece = payload(frames.next());
      position = 0;
    }
  }

  private byte[] payload(Frame frame) throws IOException {
    allowed -= frame.payload().length;
    if (frame.type() != Frame.Type.RESULT || allowed < 0) {
      throw new Frame.GarbledException(
          "%s within a document, %d bytes left".formatted(frame.type(), allowed));
    }
    return frame.payload();
  }
}
