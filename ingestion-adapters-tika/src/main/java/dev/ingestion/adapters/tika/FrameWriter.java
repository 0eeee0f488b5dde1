package dev.ingestion.adapters.tika;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** One end of a pipe, for whole frames. Thread-safe. */
final class FrameWriter {
  private static final byte[] NOTHING = {};

  private final OutputStream pipe;

  FrameWriter(OutputStream pipe) {
    this.pipe = new BufferedOutputStream(pipe, Frame.LARGEST + 64);
  }

  void write(Frame.Type type) throws IOException {
    write(type, NOTHING, NOTHING.length);
  }

  void write(Frame.Type type, byte[] payload) throws IOException {
    write(type, payload, payload.length);
  }

  /**
   * @param length of the payload, which stands at the beginning of the bytes
   */
  synchronized void write(Frame.Type type, byte[] bytes, int length) throws IOException {
    Frame.write(pipe, type, bytes, 0, length);
    pipe.flush();
  }

  /** A stream whose bytes go out as frames of a type, the last of them when it is flushed. */
  OutputStream stream(Frame.Type type) {
    return new BufferedOutputStream(
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            write(new byte[] {(byte) b}, 0, 1);
          }

          /** A buffer passes on what is larger than itself. */
          @Override
          public void write(byte[] bytes, int offset, int length) throws IOException {
            synchronized (FrameWriter.this) {
              for (int done = 0; done < length; done += Frame.LARGEST) {
                int piece = Math.min(Frame.LARGEST, length - done);
                Frame.write(pipe, type, bytes, offset + done, piece);
              }
              pipe.flush();
            }
          }
        },
        Frame.LARGEST);
  }
}
