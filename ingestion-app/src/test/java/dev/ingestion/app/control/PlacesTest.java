package dev.ingestion.app.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlacesTest {
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
    assertThat(Places.from(Path.of("/home/me"), given)).isEqualTo(located);
  }
}
