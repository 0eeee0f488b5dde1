package dev.ingestion.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandContextTest {
  @ParameterizedTest
  @CsvSource({
    "docs, /home/me/docs",
    "., /home/me/.",
    "../docs, /home/me/../docs",
    "/srv/docs, /srv/docs",
    "https://example.org/docs, https://example.org/docs",
    "a:b, /home/me/a:b"
  })
  void whatIsNamedRelativelyCountsFromWhereTheCommandWasGiven(String given, String located) {
    assertThat(context(Path.of("/home/me")).located(given)).isEqualTo(located);
  }

  @Test
  void inThisProcessItStaysAsItWasGiven() {
    assertThat(context(Path.of("")).located("docs")).isEqualTo("docs");
  }

  private static CommandContext context(Path directory) {
    PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
    return new CommandContext(
        new Terminal(
            new BufferedReader(new StringReader("")), nowhere, nowhere, false, false, false, 80),
        new GlobalOptions(),
        directory,
        command -> 0);
  }
}
