package dev.ingestion.adapters.tika;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.tika.io.TikaInputStream;
import org.apache.tika.metadata.Metadata;
import org.apache.tika.metadata.TikaCoreProperties;
import org.apache.tika.mime.MediaType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebPagesTest {
  private static final TikaLibrary TIKA = new TikaLibrary();
  private static final String XML =
      "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"no\"?>\n";
  private static final String XHTML =
      "<html xmlns=\"http://www.w3.org/1999/xhtml\"><head><title>t</title></head></html>";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<!DOCTYPE html><html><body><p>text</p></body></html>",
        "\n\n<!DOCTYPE html>\n\n<html lang=\"en\">\n  <head><title>t</title></head></html>",
        "<html><body><p>text</p></body></html>",
        "<!DOCTYPE html PUBLIC \"-//W3C//DTD HTML 4.01//EN\"\n \"http://www.w3.org/TR/html4/strict.dtd\">\n<html>",
        XML + XHTML,
        XML + "<!DOCTYPE html>" + XHTML,
        XML
            + "<!DOCTYPE html PUBLIC \"-//W3C//DTD XHTML 1.0 Transitional//EN\""
            + " \"http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd\">"
            + XHTML
      })
  void areTheTypeThatTikaFinds(String page) throws IOException {
    for (String name : new String[] {"a.html", "A.HTM"}) {
      assertThat(typeOf(name, page)).contains(tikas(name, page));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "text",
        "<p>text</p>",
        "PK\3\4<html>",
        "%PDF-1.7 <html>",
        "<?xml version=\"1.0\"?><feed xmlns=\"http://www.w3.org/2005/Atom\"/>",
        "<?xml version=\"1.0\"?><html><body/></html>",
        " " + XML + XHTML,
        "<!DOCTYPE html [<!ENTITY a \"b\">]><html>",
        "<!DOCTYPE html>" + XHTML,
        "<html manifest='x'>",
        "<htmlx>"
      })
  void areNotKnownByAnythingElse(String other) throws IOException {
    assertThat(typeOf("a.html", other)).isEmpty();
  }

  @Test
  void areNamedLikeOne() throws IOException {
    assertThat(typeOf("a.xhtml", XML + XHTML)).isEmpty();
    assertThat(typeOf("a.txt", "<html></html>")).isEmpty();
    assertThat(typeOf(null, "<html></html>")).isEmpty();
  }

  @Test
  void areNotCalledAnythingElse() throws IOException {
    Metadata mail = metadata("a.html");
    mail.set(Metadata.CONTENT_TYPE, "text/plain");
    try (TikaInputStream stream = stream("<html></html>")) {
      assertThat(WebPages.typeOf(stream, mail)).isEmpty();
    }
  }

  @Test
  void areReadFromTheirBeginningAfterwards() throws IOException {
    try (TikaInputStream stream = stream("<html>text</html>")) {
      assertThat(WebPages.typeOf(stream, metadata("a.html"))).contains(MediaType.TEXT_HTML);
      assertThat(stream.readAllBytes()).asString().isEqualTo("<html>text</html>");
    }
  }

  private static Optional<MediaType> typeOf(String name, String content) throws IOException {
    try (TikaInputStream stream = stream(content)) {
      return WebPages.typeOf(stream, metadata(name));
    }
  }

  private static MediaType tikas(String name, String content) throws IOException {
    try (TikaInputStream stream = stream(content)) {
      return TIKA.detector().detect(stream, metadata(name));
    }
  }

  private static TikaInputStream stream(String content) {
    return TikaInputStream.get(content.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static Metadata metadata(String name) {
    Metadata metadata = new Metadata();
    metadata.set(TikaCoreProperties.RESOURCE_NAME_KEY, name);
    return metadata;
  }
}
