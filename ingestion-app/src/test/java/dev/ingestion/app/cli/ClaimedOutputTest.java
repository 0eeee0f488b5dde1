package dev.ingestion.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ClaimedOutputTest {
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final ClaimedOutput output = new ClaimedOutput(printed);

  @Test
  void whatComesAfterAClaimIsDropped() throws IOException {
    assertThat(output.claim()).isTrue();
    output.write("late".getBytes(StandardCharsets.UTF_8));
    output.write('!');

    assertThat(printed.toString(StandardCharsets.UTF_8)).isEmpty();
  }

  @Test
  void whatWasPrintedIsNotClaimedAnyMoreAndGoesOn() throws IOException {
    output.write("the ".getBytes(StandardCharsets.UTF_8));
    assertThat(output.claim()).isFalse();
    output.write("answer".getBytes(StandardCharsets.UTF_8));

    assertThat(printed.toString(StandardCharsets.UTF_8)).isEqualTo("the answer");
  }
}
