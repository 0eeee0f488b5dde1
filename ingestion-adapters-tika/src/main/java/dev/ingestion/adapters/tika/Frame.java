package dev.ingestion.adapters.tika;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.zip.CRC32C;

/**
 * What a parser process and its parent say to each other, a piece at a time. A frame has a mark, a
 * length and a checksum, so that whatever else reaches the pipe is known for what it is.
 *
 * @param payload never changed after it was given
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Frame(Type type, byte[] payload) {
  /** Most bytes of payload. */
  static final int LARGEST = 1 << 16;

  /** No text in UTF-8 has such a byte. */
  private static final int MARK = 0xF5;

  /** What a frame says; the parent's are in capitals, the child's in small letters. */
  enum Type {
    /** A document comes; the payload is its name. */
    DOCUMENT('D'),
    /** A piece of it. */
    CONTENT('C'),
    /** That was all of it. */
    END('E'),
    /** The rest cannot be read: forget it. */
    ABORT('A'),

    /** The process has started. */
    READY('r'),
    /** The document's name has come; from here on it is the document's fault if the child dies. */
    ACCEPTED('a'),
    /** The parser has got further since it said so last. */
    PROGRESS('p'),
    /** A line for the log. */
    LOG('l'),
    /** A piece of the parsed document. */
    RESULT('c'),
    /** That was all of it. */
    DONE('d'),
    /** There is no document; the payload says why. */
    REFUSAL('x');

    private final char code;

    Type(char code) {
      this.code = code;
    }

    private static Type of(int code) throws GarbledException {
      for (Type type : values()) {
        if (type.code == code) {
          return type;
        }
      }
      throw new GarbledException("No type of frame: %d".formatted(code));
    }
  }

  /** Something on the pipe that nobody means to have said. */
  static final class GarbledException extends IOException {
    private static final long serialVersionUID = 1L;

    GarbledException(String message) {
      super(message);
    }
  }

  /**
   * @return the next frame; waits for it
   * @throws EOFException if the other side has ended
   * @throws GarbledException if what comes is no frame
   */
  static Frame read(InputStream pipe) throws IOException {
    int mark = pipe.read();
    if (mark < 0) {
      throw new EOFException("The pipe has ended");
    }
    DataInputStream in = new DataInputStream(pipe);
    if (mark != MARK) {
      throw new GarbledException("Not a frame: it begins with byte %d".formatted(mark));
    }
    Type type = Type.of(in.readUnsignedByte());
    int length = in.readInt();
    int checksum = in.readInt();
    if (length < 0 || length > LARGEST) {
      throw new GarbledException("Not a frame: its length is %d".formatted(length));
    }
    byte[] payload = new byte[length];
    in.readFully(payload);
    if (checksum(type, payload, 0, length) != checksum) {
      throw new GarbledException("The checksum is wrong");
    }
    return new Frame(type, payload);
  }

  /** Writes a frame with a part of an array as its payload; not flushed. */
  static void write(OutputStream pipe, Type type, byte[] bytes, int offset, int length)
      throws IOException {
    DataOutputStream out = new DataOutputStream(pipe);
    out.writeByte(MARK);
    out.writeByte(type.code);
    out.writeInt(length);
    out.writeInt(checksum(type, bytes, offset, length));
    out.write(bytes, offset, length);
  }

  private static int checksum(Type type, byte[] bytes, int offset, int length) {
    CRC32C checksum = new CRC32C();
    checksum.update(type.code);
    checksum.update(bytes, offset, length);
    return (int) checksum.getValue();
  }
}
