package dev.ingestion.adapters.db;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.ingestion.domain.ByteSize;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaHistoryTest {
  private static final Path SCRIPTS = Path.of("src/main/resources", SchemaHistory.FOLDER);

  @TempDir Path temp;

  @Test
  void aDatabaseOfThisProgramIsKnownWithoutFlyway() throws Exception {
    try (HikariDataSource pool = made()) {
      assertThat(SchemaHistory.isOurs(pool)).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "drop table \"flyway_schema_history\"",
        "delete from \"flyway_schema_history\" where \"installed_rank\" = 2",
        "update \"flyway_schema_history\" set \"checksum\" = 1 where \"installed_rank\" = 3",
        "update \"flyway_schema_history\" set \"success\" = false where \"installed_rank\" = 3",
        "update \"flyway_schema_history\" set \"type\" = 'JDBC' where \"installed_rank\" = 3",
        "update \"flyway_schema_history\" set \"script\" = 'V0001__other.sql' where"
            + " \"installed_rank\" = 1",
        """
        insert into "flyway_schema_history"
        select 9999, '9999', 'split chunks', "type", 'V9999__split_chunks.sql', null,
          "installed_by", "installed_on", 1, true
        from "flyway_schema_history" where "installed_rank" = 1
        """
      })
  void whateverElseItsHistorySaysIsLeftToFlyway(String change) throws Exception {
    try (HikariDataSource pool = made()) {
      execute(pool, change);

      assertThat(SchemaHistory.isOurs(pool)).isFalse();
    }
  }

  @Test
  void scriptsAreFoundInAJarAsWell() throws Exception {
    Path jar = temp.resolve("scripts.jar");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
        var scripts = Files.list(SCRIPTS)) {
      out.putNextEntry(new JarEntry(SchemaHistory.FOLDER + "/"));
      for (Path script : scripts.toList()) {
        out.putNextEntry(new JarEntry(SchemaHistory.FOLDER + "/" + script.getFileName()));
        Files.copy(script, out);
      }
    }

    try (URLClassLoader packed = new URLClassLoader(new URL[] {jar.toUri().toURL()}, null)) {
      assertThat(SchemaHistory.checksums(packed))
          .hasSizeGreaterThan(10)
          .isEqualTo(SchemaHistory.checksums(SchemaHistory.class.getClassLoader()));
    }
  }

  @Test
  void scriptsThatCannotBeListedAreLeftToFlyway() throws Exception {
    try (URLClassLoader empty = new URLClassLoader(new URL[0], null)) {
      assertThat(SchemaHistory.checksums(empty)).isEmpty();
    }
  }

  private HikariDataSource made() {
    DatabaseFile file =
        new DatabaseFile(
            temp.resolve("data"), "ingestion", new DatabaseConfig(2, ByteSize.ofMegabytes(16)));
    file.requireUsable();
    return Schema.open(file);
  }

  private static void execute(HikariDataSource pool, String sql) throws SQLException {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
