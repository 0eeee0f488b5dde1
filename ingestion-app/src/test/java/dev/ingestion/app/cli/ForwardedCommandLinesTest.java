package dev.ingestion.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingestion.app.config.ConfigurationLoader;
import dev.ingestion.app.config.ConfigurationSources;
import dev.ingestion.app.control.CommandClient;
import dev.ingestion.app.control.ForwardedCommand;
import dev.ingestion.app.control.ForwardedCommand.Screen;
import dev.ingestion.app.wiring.InstalledModules;
import dev.ingestion.app.wiring.Platform;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a command of another process is told by the process that runs it. */
class ForwardedCommandLinesTest {
  @TempDir Path dataRoot;
  private final FakeServices services = new FakeServices();
  private final Client client = new Client();
  private Platform platform;

  @BeforeEach
  void assemble() {
    InstalledModules modules = new InstalledModules(List.of(new FakeModule(services)));
    platform =
        Platform.assemble(
            modules,
            ConfigurationLoader.load(
                modules.settings(),
                new ConfigurationSources(
                    null, Map.of("INGESTION_DATA_ROOT", dataRoot.toString()), Map.of())));
  }

  @AfterEach
  void close() {
    platform.close();
  }

  @Test
  void aJobThatIsCutOffInAServerIsGoneOnWithByThatServer() {
    platform.serve();
    services.state = States.cutOff();

    assertThat(run("resume", "handbook")).isEqualTo(ExitCode.FAILED);

    assertThat(client.errors())
        .contains(
            "has not ended",
            "the server goes on with it by itself",
            "'ingestion resume handbook' does so at once");
  }

  @Test
  void aJobThatIsCutOffInAnotherCommandsProcessIsGoneOnWithByNobody() {
    platform.start();
    services.state = States.cutOff();

    assertThat(run("resume", "handbook")).isEqualTo(ExitCode.FAILED);

    assertThat(client.errors())
        .contains("has not ended", "'ingestion resume handbook' goes on with it")
        .doesNotContain("server");
  }

  private int run(String... arguments) {
    return new ForwardedCommandLines(platform, platform::services)
        .run(
            new ForwardedCommand(
                4711,
                arguments[0],
                List.of(arguments),
                "/home/me",
                Map.of(),
                new Screen(false, false, false, 80)),
            client);
  }

  private static final class Client implements CommandClient {
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    String errors() {
      return err.toString(StandardCharsets.UTF_8);
    }

    @Override
    public OutputStream out() {
      return OutputStream.nullOutputStream();
    }

    @Override
    public OutputStream err() {
      return err;
    }

    @Override
    public Reader in() {
      return Reader.nullReader();
    }

    @Override
    public String located(String given) {
      return given;
    }

    @Override
    public boolean interrupted() {
      return false;
    }

    @Override
    public boolean left() {
      return false;
    }

    @Override
    public void begin(boolean carriesJob, Runnable farewell) {}
  }
}
