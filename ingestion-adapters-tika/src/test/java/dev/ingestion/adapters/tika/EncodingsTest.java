package dev.ingestion.adapters.tika;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.document.ParsedDocument;
import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.tika.metadata.Metadata;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Texts are read whatever they are written in, and noise is not. */
class EncodingsTest {
  private static final String GERMAN =
      "Die Straßenbahn fährt über die Brücke, und die Möwen schreien dazu.";

  private static final TextDecoder DECODER = new TextDecoder(new TikaLibrary());

  @TempDir private Path folder;
  private Fixture fixture;

  @BeforeEach
  void open() {
    fixture = new Fixture(folder);
  }

  @ParameterizedTest
  @ValueSource(ints = {100, 128, 250, 500, 1_000, 2_000, 5_000, 20_000})
  void randomBytesAreNoText(int size) {
    List<Integer> read =
        IntStream.range(0, size < 1_000 ? 300 : 100)
            .filter(seed -> isRead(random(seed, size)))
            .boxed()
            .toList();

    assertThat(read).as("Seeds whose bytes pass for text").isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "ISO-8859-1, Grüße",
    "ISO-8859-2, Příliš žluťoučký kůň",
    "ISO-8859-7, άλφα βήτα",
    "windows-1251, Привет"
  })
  void aShortTextIsReadAsItsXmlDeclarationSays(String charset, String text) throws Exception {
    String declaration = "<?xml version=\"1.0\" encoding=\"%s\"?>\n".formatted(charset);

    assertThat(read((declaration + text).getBytes(Charset.forName(charset)))).endsWith(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "UTF-16", "no-such-encoding"})
  void anXmlDeclarationThatCannotBeTrueIsNotBelieved(String charset) throws Exception {
    String declaration = "<?xml version=\"1.0\" encoding=\"%s\"?>\n".formatted(charset);

    assertThat(read((declaration + GERMAN).getBytes(StandardCharsets.ISO_8859_1))).endsWith(GERMAN);
  }

  @Test
  void randomBytesBehindAByteOrderMarkAreNoText() {
    for (int seed = 0; seed < 200; seed++) {
      byte[] noise = random(seed, 5_000);
      noise[0] = (byte) 0xFF;
      noise[1] = (byte) 0xFE;
      assertThat(isRead(noise)).as("Seed " + seed).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"noise.txt", "noise.md", "noise.csv", "noise.java", "noise.html"})
  void aDocumentOfRandomBytesIsRefusedWhateverItsName(String name) {
    for (int seed = 0; seed < 10; seed++) {
      byte[] noise = random(seed, 5_000);
      noise[0] = 'a'; // so that no magic number is met
      assertThat(fixture.refuse(name, noise).code()).isEqualTo(ErrorCode.UNSUPPORTED_TYPE);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "UTF-8        | " + GERMAN,
        "UTF-16LE     | " + GERMAN,
        "UTF-16BE     | " + GERMAN,
        "windows-1252 | „Die Möwen“ – sie schreien für 5 € und bei 20 °C.",
        "ISO-8859-1   | " + GERMAN,
        "ISO-8859-15  | Le tramway traverse le pont, un œuf coûte 5 € à la crémerie d'à côté.",
        "ISO-8859-2   | Zażółć gęślą jaźń, a mewy głośno krzyczą.",
        "ISO-8859-5   | Трамвай едет по мосту, а чайки кричат ему вслед.",
        "ISO-8859-7   | Το τραμ περνάει τη γέφυρα και οι γλάροι φωνάζουν δίπλα του.",
        "KOI8-R       | Трамвай едет по мосту, а чайки кричат ему вслед.",
        "KOI8-U       | Трамвай їде через міст, а чайки кричать йому вслід.",
        "windows-1251 | Трамвай едет по мосту, а чайки кричат ему вслед.",
        "UTF-16LE     | Трамвай едет по мосту, а чайки кричат ему вслед.",
        "UTF-16BE     | Трамвай едет по мосту, а чайки кричат ему вслед.",
        "Shift_JIS    | 路面電車が橋を渡り、カモメがそのそばで鳴いている。",
        "EUC-JP       | 路面電車が橋を渡り、カモメがそのそばで鳴いている。",
        "UTF-16LE     | 路面電車が橋を渡り、カモメがそのそばで鳴いている。",
        "UTF-16BE     | 路面電車が橋を渡り、カモメがそのそばで鳴いている。",
        "GB18030      | 电车驶过大桥，海鸥在一旁叫个不停。老人用HTTP协议看报纸。",
        "UTF-16LE     | 电车驶过大桥，海鸥在一旁叫个不停。老人用HTTP协议看报纸。",
        "UTF-16BE     | 电车驶过大桥，海鸥在一旁叫个不停。老人用HTTP协议看报纸。",
        "Big5         | 電車駛過大橋，海鷗在一旁叫個不停。老人坐在河邊的長椅上看報紙。",
        "EUC-KR       | 전차가 다리를 건너고 갈매기들이 옆에서 울어 댄다.",
        "UTF-16LE     | 전차가 다리를 건너고 갈매기들이 옆에서 울어 댄다.",
        "UTF-16BE     | 전차가 다리를 건너고 갈매기들이 옆에서 울어 댄다.",
      })
  void aSentenceIsReadInItsCharacters(String charset, String text) throws Exception {
    assertThat(read(text.getBytes(Charset.forName(charset)))).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "windows-1252 | Café",
        "windows-1252 | Grüße aus Köln",
        "windows-1252 | Temperatur;12°C;13°C;14°C",
        "windows-1251 | Привет, мир!",
        "KOI8-R       | Привет, мир!",
        "UTF-16LE     | Hello, world",
        "UTF-16BE     | Hello, world",
        "UTF-16LE     | Привет",
        "Shift_JIS    | こんにちは、世界。",
        "EUC-JP       | こんにちは、世界。",
        "GB18030      | 你好，世界。",
        "UTF-16LE     | 你好，世界。",
        "UTF-16BE     | 你好，世界。",
        "Big5         | 你好，世界。",
        "EUC-KR       | 안녕하세요, 여러분.",
        "UTF-16LE     | 안녕하세요, 여러분.",
      })
  void aShortTextIsReadToo(String charset, String text) throws Exception {
    assertThat(read(text.getBytes(Charset.forName(charset)))).isEqualTo(text);
  }

  /** Nobody can tell some encodings apart; but such a text is not taken for noise. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ISO-8859-9   | Tramvay köprüden geçiyor ve martılar bağırıyor.",
        "windows-1250 | Příliš žluťoučký kůň úpěl ďábelské ódy.",
        "windows-1256 | يمر الترام فوق الجسر وتصرخ النوارس بجانبه.",
        "ISO-8859-6   | يمر الترام فوق الجسر وتصرخ النوارس بجانبه.",
        "ISO-8859-8   | החשמלית עוברת על הגשר והשחפים צועקים לידה.",
        "x-windows-874 | รถรางแล่นข้ามสะพาน และนกนางนวลก็ร้องอยู่ข้างๆ",
      })
  void noTextIsTakenForNoise(String charset, String text) {
    assertThat(isRead(text.getBytes(Charset.forName(charset)))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-16LE", "UTF-16BE"})
  void aByteOrderMarkSaysWhichUtf16ItIs(String charset) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(("\uFEFF" + GERMAN).getBytes(Charset.forName(charset)));

    assertThat(Fixture.texts(fixture.parse("a.txt", bytes.toByteArray()))).containsExactly(GERMAN);
  }

  @Test
  void aFewStrayControlsDoNotCostAText() {
    ParsedDocument document =
        fixture.parse(
            "a.txt", "\u001b[1mBuild\u001b[0m\u0000 done\u0007".getBytes(StandardCharsets.UTF_8));

    assertThat(Fixture.texts(document).get(0)).contains("Build").contains("done");
  }

  private String read(byte[] bytes) throws Exception {
    return DECODER.decode(bytes, new Metadata());
  }

  private boolean isRead(byte[] bytes) {
    try {
      read(bytes);
      return true;
    } catch (IngestionException e) {
      assertThat(e.code()).isEqualTo(ErrorCode.UNSUPPORTED_TYPE);
      return false;
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static byte[] random(long seed, int size) {
    byte[] bytes = new byte[size];
    new Random(seed * 31 + size).nextBytes(bytes);
    return bytes;
  }
}
