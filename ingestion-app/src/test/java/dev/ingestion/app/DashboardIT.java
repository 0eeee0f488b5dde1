package dev.ingestion.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.ingestion.app.Distribution.Running;
import dev.ingestion.app.slow.SlowModel;
import dev.ingestion.app.slow.SlowModelModule;
import dev.ingestion.testkit.HashingEmbeddingModel;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The dashboard in a browser, on the built program and real pages: those of the PostgreSQL manual.
 * What is done there stands in {@code src/test/browser/dashboard.js}; what it looked like, the
 * documentation's pictures among it, in {@code target/screenshots}.
 */
class DashboardIT {
  private static final Path MANUAL = Path.of("/usr/share/doc/postgresql-doc-15/html");
  private static final Path BROWSER = Path.of("/usr/bin/chromium");
  private static final Path SCRIPT = Path.of("src/test/browser/dashboard.js").toAbsolutePath();
  private static final String TOKEN = "the-token-of-the-browser-test";
  private static final Path SHOTS = Path.of("target/screenshots").toAbsolutePath();
  private static final int PAGES = 60;
  private static final int SLOW = 40;
  private static final Pattern ADDRESS = Pattern.compile("at (http://[^ :]+:\\d+)");
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  @TempDir Path folder;
  private final List<Process> processes = new ArrayList<>();
  private Distribution program;
  private Path documents;
  private Path gate;
  private Path broken;
  private int port;

  @BeforeEach
  void prepare() throws IOException {
    if (!Boolean.parseBoolean(System.getenv("INGESTION_REQUIRE_TOOLS"))) {
      assumeThat(MANUAL).as("apt-get install postgresql-doc-15").isDirectory();
      assumeThat(BROWSER).as("apt-get install chromium").isExecutable();
      assumeThat(SCRIPT.resolveSibling("node_modules")).as("npm ci").isDirectory();
    }
    program = Distribution.share(folder);
    program.plugin(SlowModelModule.class, SlowModel.class, HashingEmbeddingModel.class);
    documents = Files.createDirectories(program.directory().resolve("documents"));
    gate = program.directory().resolve("open.gate");
    broken = documents.resolve("broken.pdf");
    Files.writeString(broken, "%PDF-1.7\nThis is no PDF, whatever it says.\n");
    Files.copy(MANUAL.resolve("sql-vacuum.html"), documents.resolve("a-page-about-vacuum.html"));
    copyPages();
    for (int i = 0; i < SLOW; i++) {
      Files.writeString(
          documents.resolve("slow-%02d.md".formatted(i)),
          "# Slow %d\n\nThis is slow.\n".formatted(i));
    }
  }

  private void copyPages() throws IOException {
    try (Stream<Path> all = Files.list(MANUAL)) {
      List<Path> pages = all.filter(page -> page.toString().endsWith(".html")).sorted().toList();
      for (int i = 0; i < PAGES; i++) {
        Path page = pages.get(i * pages.size() / PAGES);
        Files.copy(page, documents.resolve(page.getFileName().toString()));
      }
    }
  }

  @AfterEach
  void endWhatIsLeft() {
    processes.forEach(Process::destroyForcibly);
  }

  @Test
  void aPersonOperatesThePlatformInABrowser() throws Exception {
    Running served = serve();
    port = URI.create(address(served)).getPort();

    Process browser = browse(address(served));
    List<String> steps = new ArrayList<>();
    try (BufferedReader said = browser.inputReader()) {
      for (String line = said.readLine(); line != null; line = said.readLine()) {
        steps.add(line);
        if (line.equals("PLEASE kill")) {
          served.process().destroyForcibly().waitFor();
        } else if (line.equals("PLEASE serve")) {
          served = serve();
        }
      }
    }

    assertThat(browser.waitFor(1, TimeUnit.MINUTES)).isTrue();
    assertThat(browser.exitValue()).as("%s", String.join("\n", steps)).isZero();
    assertThat(steps)
        .contains("PLEASE serve")
        .last()
        .isEqualTo("reach the content with the keyboard");
    assertThat(Files.readString(served.err())).doesNotContain("ERROR").doesNotContain(TOKEN);
  }

  private Process browse(String url) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder("node", SCRIPT.toString()).redirectErrorStream(true);
    builder
        .environment()
        .putAll(
            Map.of(
                "URL", url,
                "TOKEN", TOKEN,
                "FOLDER", documents.toString(),
                "GATE", gate.toString(),
                "MENDED", broken.toString(),
                "CHROMIUM", BROWSER.toString(),
                "SHOTS", Files.createDirectories(SHOTS).toString()));
    Process process = builder.start();
    processes.add(process);
    return process;
  }

  /** Starts it at a port that is free, and later at the same one again. */
  private Running serve() {
    Map<String, String> environment = new HashMap<>();
    environment.put("INGESTION_DATA_ROOT", "data");
    environment.put(
        "INGESTION_OPTS", "-D%s=%s -D%s=60".formatted(SlowModel.GATE, gate, SlowModel.PACE));
    environment.put("INGESTION_API_MAX_UPLOAD", "2MiB");
    environment.put("INGESTION_PARSER_STALL_TIMEOUT", "2m");
    environment.put("INGESTION_PIPELINE_EMBEDDING", "slow");
    environment.put("INGESTION_BATCH_SIZE", "5");
    environment.put("INGESTION_API_PORT", Integer.toString(port));
    environment.put("INGESTION_API_TOKEN", TOKEN);
    environment.put("INGESTION_API_SOURCE_ROOTS", documents.toString());
    Running served = program.start(program.launcher(), program.directory(), environment, "serve");
    processes.add(served.process());
    await()
        .atMost(PATIENCE)
        .until(
            () -> !served.process().isAlive() || Files.readString(served.out()).contains("Ready"));
    assertThat(served.process().isAlive()).isTrue();
    return served;
  }

  private static String address(Running served) throws IOException {
    Matcher matcher = ADDRESS.matcher(Files.readString(served.out()));
    assertThat(matcher.find()).as("it says where it listens").isTrue();
    return matcher.group(1);
  }
}
