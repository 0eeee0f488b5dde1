package dev.ingestion.app.control;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * What goes over the connection: the client's greeting with the token, and then frames in both
 * directions, each a kind, a length and that many bytes.
 */
final class Wire {
  private static final String GREETING = "INGESTION 1 ";
  private static final int HEADER = 1 + Integer.BYTES;

  private Wire() {}

  /** What a frame means. The code goes over the wire. */
  enum Kind {
    /** From the client: the command, as JSON. */
    COMMAND('C'),
    /** From the client: the line that was asked for; nothing if there is none. */
    ANSWER('A'),
    /** The command is accepted. */
    READY('R'),
    /** The command is not accepted: there are too many. */
    BUSY('B'),
    /** For the client's standard output. */
    OUT('o'),
    /** For the client's standard error stream. */
    ERR('e'),
    /** Somebody shall type a line. */
    ASK('?'),
    /** The command is over: four bytes, the exit code. */
    EXIT('X');

    private final char code;

    Kind(char code) {
      this.code = code;
    }

    private static Kind of(int code) throws IOException {
      for (Kind kind : values()) {
        if (kind.code == code) {
          return kind;
        }
      }
      throw new IOException("Not a frame: " + code);
    }
  }

  /** A piece of a conversation. */
  static final class Frame {
    private final Kind kind;
    private final byte[] content;

    Frame(Kind kind, byte[] content) {
      this.kind = kind;
      this.content = content;
    }

    Kind kind() {
      return kind;
    }

    byte[] content() {
      return content;
    }

    String text() {
      return new String(content, StandardCharsets.UTF_8);
    }

    int number() throws IOException {
      if (content.length != Integer.BYTES) {
        throw new IOException("Not a number: %d bytes".formatted(content.length));
      }
      return ByteBuffer.wrap(content).getInt();
    }
  }

  static void greet(OutputStream out, String token) throws IOException {
    out.write(greeting(token));
  }

  /** Whether the other side shows the token; takes the same time whatever it shows. */
  static boolean isGreeted(InputStream in, String token) throws IOException {
    byte[] expected = greeting(token);
    return MessageDigest.isEqual(expected, in.readNBytes(expected.length));
  }

  private static byte[] greeting(String token) {
    return (GREETING + token).getBytes(StandardCharsets.US_ASCII);
  }

  static void write(OutputStream out, Kind kind, byte[] bytes, int offset, int length)
      throws IOException {
    // One array, one write: half a frame never waits for the other half.
    ByteBuffer frame = ByteBuffer.allocate(HEADER + length);
    frame.put((byte) kind.code).putInt(length).put(bytes, offset, length);
    out.write(frame.array());
  }

  static void write(OutputStream out, Kind kind, byte[] content) throws IOException {
    write(out, kind, content, 0, content.length);
  }

  static void write(OutputStream out, Kind kind, int number) throws IOException {
    write(out, kind, ByteBuffer.allocate(Integer.BYTES).putInt(number).array());
  }

  /**
   * @param most bytes of content to accept
   * @throws EOFException if the other side has closed the connection
   */
  static Frame read(InputStream in, int most) throws IOException {
    DataInputStream data = new DataInputStream(in);
    Kind kind = Kind.of(data.readUnsignedByte());
    int length = data.readInt();
    if (length < 0 || length > most) {
      throw new IOException("A frame of %d bytes, where %d are allowed".formatted(length, most));
    }
    byte[] content = new byte[length];
    data.readFully(content);
    return new Frame(kind, content);
  }
}
