package dev.ingestion.adapters.tika;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrameTest {
  private final ByteArrayOutputStream pipe = new ByteArrayOutputStream();
  private final FrameWriter writer = new FrameWriter(pipe);

  @ParameterizedTest
  @EnumSource
  void whatIsWrittenIsRead(Frame.Type type) throws IOException {
    writer.write(type, bytes("payload"));
    writer.write(type);

    ByteArrayInputStream in = new ByteArrayInputStream(pipe.toByteArray());
    assertThat(Frame.read(in))
        .returns(type, Frame::type)
        .returns("payload", frame -> new String(frame.payload(), StandardCharsets.UTF_8));
    assertThat(Frame.read(in).payload()).isEmpty();
    assertThatThrownBy(() -> Frame.read(in)).isInstanceOf(EOFException.class);
  }

  @Test
  void aStreamIsCutIntoFramesThatAreNotTooLarge() throws IOException {
    byte[] much = new byte[3 * Frame.LARGEST + 1];
    Arrays.fill(much, (byte) 7);
    try (OutputStream out = writer.stream(Frame.Type.RESULT)) {
      out.write(8);
      out.write(much);
    }

    ByteArrayInputStream in = new ByteArrayInputStream(pipe.toByteArray());
    ByteArrayOutputStream together = new ByteArrayOutputStream();
    while (in.available() > 0) {
      Frame frame = Frame.read(in);
      assertThat(frame.type()).isEqualTo(Frame.Type.RESULT);
      together.write(frame.payload());
    }
    assertThat(together.size()).isEqualTo(much.length + 1);
    assertThat(together.toByteArray()).startsWith(8, 7).endsWith(7);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Page 1 of 1",
        "\n",
        "\u00F5 looks like a frame",
        "\u00F5d\u00FF\u00FF\u00FF\u00FF----"
      })
  void whatIsNoFrameIsKnownForIt(String garbage) {
    assertThatThrownBy(() -> read(garbage.getBytes(StandardCharsets.ISO_8859_1)))
        .isInstanceOf(Frame.GarbledException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 5, 9, 10, 16})
  void aFrameWithOneWrongByteIsKnownForIt(int position) throws IOException {
    writer.write(Frame.Type.RESULT, bytes("payload"));
    byte[] damaged = pipe.toByteArray();
    damaged[position] ^= 0x20;

    assertThatThrownBy(() -> read(damaged)).isInstanceOf(IOException.class);
  }

  @Test
  void aFrameThatBreaksOffIsNone() throws IOException {
    writer.write(Frame.Type.RESULT, bytes("payload"));
    byte[] whole = pipe.toByteArray();

    for (int length = 0; length < whole.length; length++) {
      byte[] half = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> read(half)).isInstanceOf(EOFException.class);
    }
  }

  private static Frame read(byte[] bytes) throws IOException {
    return Frame.read(new ByteArrayInputStream(bytes));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
