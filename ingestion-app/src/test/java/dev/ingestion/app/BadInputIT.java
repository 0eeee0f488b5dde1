package dev.ingestion.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ingestion.app.Distribution.Result;
import dev.ingestion.testkit.SampleDocument;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the built program says to input that is not as it should be, and that nothing is lost. */
class BadInputIT {
  private static final byte[] PNG = {
    (byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0, 0, 0, 0
  };

  /** Its keys fit no password that a reader would try. */
  private static final List<String> LOCKED_PDF =
      List.of(
          "<</Type/Catalog/Pages 2 0 R>>",
          "<</Type/Pages/Kids[3 0 R]/Count 1>>",
          "<</Type/Page/Parent 2 0 R/MediaBox[0 0 100 100]>>",
          "<</Filter/Standard/V 1/R 2/P -4/O<%s>/U<%s>>>"
              .formatted("0f".repeat(32), "f0".repeat(32)));

  @TempDir static Path installation;
  private static Distribution program;

  @TempDir Path temp;
  private Path folder;
  private Path dataRoot;

  @BeforeAll
  static void install() throws IOException {
    program = Distribution.share(installation);
    assertThat(program.run("version").code()).isZero();
  }

  @BeforeEach
  void makeFolder() throws IOException {
    folder = Files.createDirectory(temp.resolve("docs"));
    dataRoot = temp.resolve("data");
  }

  @Test
  void eachBadDocumentCostsItselfAndIsListedWithItsReason() throws IOException {
    byte[] pdf = SampleDocument.PDF.bytes();
    String oddName = "'\"$(x)\\ \n" + "ü".repeat(121) + ".txt";
    Files.write(folder.resolve("good.pdf"), pdf);
    Files.write(folder.resolve("half.pdf"), Arrays.copyOf(pdf, pdf.length / 2));
    writeLockedPdf(folder.resolve("locked.pdf"));
    Files.write(folder.resolve("picture.png"), PNG);
    Files.createFile(folder.resolve("empty.txt"));
    Files.writeString(folder.resolve("blank.md"), " \n\t\n\u00a0");
    Files.writeString(folder.resolve(oddName), "A file whose name has 255 bytes.");
    Files.createLink(folder.resolve("twin.pdf"), folder.resolve("good.pdf"));
    Files.createSymbolicLink(folder.resolve("loop"), folder);
    Files.createSymbolicLink(folder.resolve("outside"), temp);
    writeBomb(folder.resolve("bomb.zip"));

    Result result = ingest(folder);

    assertThat(result.code()).as(result.err()).isEqualTo(3);
    assertThat(problems(result))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "half.pdf", "DOCUMENT_CORRUPT",
                "locked.pdf", "DOCUMENT_ENCRYPTED",
                "picture.png", "UNSUPPORTED_TYPE",
                "empty.txt", "EMPTY_DOCUMENT",
                "blank.md", "EMPTY_DOCUMENT",
                "loop", "NOT_A_FILE",
                "outside", "OUTSIDE_ROOT",
                "bomb.zip", "PARSE_LIMIT_EXCEEDED"));
    assertThat(json(result).at("/documents").toString())
        .isEqualTo(
            "{\"seen\":11,\"indexed\":3,\"unchanged\":0,\"skipped\":5,\"failed\":3,\"removed\":0}");
    assertThat(run("search", "kb", "255 bytes", "--json").out()).contains("\"document\":\"'\\\"$(");
    assertThat(run("verify", "kb").code()).isZero();

    Result again = ingest(folder);
    assertThat(problems(again)).isEqualTo(problems(result));
    assertThat(json(again).at("/chunks/queued").intValue()).isZero();
  }

  @Test
  void aFolderThatIsNotThereIsNamedAndNothingIsMade() {
    Result result = ingest(temp.resolve("dosc"));

    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains("dosc").hasLineCount(1);
    assertThat(run("list", "--json").out()).doesNotContain("\"kb\"");
  }

  @Test
  void anIdThatIsAPathIsRefused() {
    Result result = run("ingest", folder.toString(), "--kb", "../x");

    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains("../x").hasLineCount(1);
    assertThat(temp.resolve("x")).doesNotExist();
  }

  @Test
  void aDataRootThatIsAFileIsRefused() throws IOException {
    Files.writeString(dataRoot, "not a folder");

    Result result = ingest(folder);

    assertThat(result.code()).isEqualTo(2);
    assertThat(result.err()).contains("INGESTION_DATA_ROOT").hasLineCount(1);
    assertThat(dataRoot).hasContent("not a folder");
  }

  @Test
  void aDamagedSnapshotIsSetAsideAndWrittenAnew() throws IOException {
    Files.writeString(folder.resolve("a.txt"), "Something to keep.");
    assertThat(ingest(folder).code()).isZero();
    Path snapshot = dataRoot.resolve("kb/state.json");
    Files.writeString(snapshot, "{\"status\":");

    assertThat(run("status", "kb", "--json").out()).contains("\"status\":\"COMPLETED\"");
    assertThat(ingest(folder).code()).isZero();

    assertThat(new ObjectMapper().readTree(snapshot.toFile()).isObject()).isTrue();
  }

  @Test
  void anEmptyFolderIsAnEmptyKnowledgeBaseUntilOneHadDocuments() throws IOException {
    assertThat(ingest(folder).code()).isZero();
    Path file = Files.writeString(folder.resolve("a.txt"), "The only one.");
    assertThat(ingest(folder).code()).isZero();
    Files.delete(file);

    Result refused = ingest(folder);

    assertThat(refused.code()).isEqualTo(1);
    assertThat(json(refused).at("/error/code").textValue()).isEqualTo("MASS_DELETE_REFUSED");
    assertThat(run("search", "kb", "only", "--json").out()).contains("a.txt");
    assertThat(run("ingest", folder.toString(), "--kb", "kb", "--allow-mass-delete").code())
        .isZero();
    assertThat(run("search", "kb", "only", "--json").out()).doesNotContain("a.txt");
  }

  private static void writeLockedPdf(Path file) throws IOException {
    StringBuilder pdf = new StringBuilder("%PDF-1.4\n");
    StringBuilder places = new StringBuilder("xref\n0 5\n0000000000 65535 f \n");
    for (int i = 0; i < LOCKED_PDF.size(); i++) {
      places.append("%010d 00000 n \n".formatted(pdf.length()));
      pdf.append("%d 0 obj %s endobj\n".formatted(i + 1, LOCKED_PDF.get(i)));
    }
    int end = pdf.length();
    pdf.append(places)
        .append("trailer <</Size 5/Root 1 0 R/Encrypt 4 0 R/ID[<01><01>]>>\n")
        .append("startxref\n%d\n%%%%EOF\n".formatted(end));
    Files.writeString(file, pdf);
  }

  /** Unpacks to more than a gigabyte. */
  private static void writeBomb(Path file) throws IOException {
    byte[] megabyte = new byte[1 << 20];
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      zip.setLevel(Deflater.BEST_SPEED);
      zip.putNextEntry(new ZipEntry("zeros.bin"));
      for (int i = 0; i < 1_100; i++) {
        zip.write(megabyte);
      }
    }
  }

  private Result ingest(Path source) {
    return run("ingest", source.toString(), "--kb", "kb", "--json");
  }

  private Result run(String... args) {
    return program.run(Map.of("INGESTION_DATA_ROOT", dataRoot.toString()), args);
  }

  private static Map<String, String> problems(Result result) throws IOException {
    Map<String, String> codes = new TreeMap<>();
    for (JsonNode problem : json(result).at("/problems")) {
      codes.put(problem.at("/document").textValue(), problem.at("/code").textValue());
    }
    return codes;
  }

  private static JsonNode json(Result result) throws IOException {
    return new ObjectMapper().readTree(result.out());
  }
}
