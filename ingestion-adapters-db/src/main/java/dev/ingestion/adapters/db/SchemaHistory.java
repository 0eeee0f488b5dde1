package dev.ingestion.adapters.db;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import javax.sql.DataSource;
import org.h2.api.ErrorCode;
import org.jspecify.annotations.Nullable;

/**
 * Compares what Flyway noted in a database with this program's steps. Flyway would do that, too,
 * but takes longer to start than all else that a short command does with the database. Whatever is
 * not plainly equal is left for Flyway to judge.
 */
final class SchemaHistory {
  static final String FOLDER = "db/migration/common";

  private static final ClassLoader LOADER = SchemaHistory.class.getClassLoader();

  /** A row before the first step notes that the table itself was made. */
  private static final String STEPS =
      """
      select "script", "checksum", "success" and "type" = 'SQL' and "checksum" is not null
      from "flyway_schema_history" where "installed_rank" > 0
      """;

  private SchemaHistory() {}

  /** Whether exactly the steps of this program were done, and with the very same scripts. */
  static boolean isOurs(DataSource pool) throws SQLException {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(STEPS)) {
      SortedMap<String, Integer> done = new TreeMap<>();
      while (rows.next()) {
        if (!rows.getBoolean(3)) {
          return false;
        }
        done.put(rows.getString(1), rows.getInt(2));
      }
      return !done.isEmpty() && done.equals(checksums(LOADER));
    } catch (SQLException e) {
      if (e.getErrorCode() == ErrorCode.TABLE_OR_VIEW_NOT_FOUND_1
          || e.getErrorCode() == ErrorCode.TABLE_OR_VIEW_NOT_FOUND_DATABASE_EMPTY_1) {
        return false;
      }
      throw e;
    }
  }

  /** Of each script of this program by its name; empty if they cannot be listed here. */
  static SortedMap<String, Integer> checksums(ClassLoader loader) {
    SortedMap<String, Integer> checksums = new TreeMap<>();
    try {
      for (String name : names(loader.getResource(FOLDER))) {
        checksums.put(name, checksum(loader, name));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return checksums;
  }

  private static List<String> names(@Nullable URL folder) throws IOException {
    if (folder == null) {
      return List.of();
    }
    if (folder.openConnection() instanceof JarURLConnection connection) {
      connection.setUseCaches(false);
      try (JarFile jar = connection.getJarFile()) {
        return scripts(jar.stream().map(entry -> entry.getName()));
      }
    }
    if (!folder.getProtocol().equals("file")) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(path(folder))) {
      return scripts(files.map(file -> FOLDER + "/" + file.getFileName()));
    }
  }

  private static List<String> scripts(Stream<String> paths) {
    return paths
        .filter(path -> path.startsWith(FOLDER + "/") && path.endsWith(".sql"))
        .map(path -> path.substring(FOLDER.length() + 1))
        .toList();
  }

  private static Path path(URL folder) throws IOException {
    try {
      return Path.of(folder.toURI());
    } catch (URISyntaxException e) {
      throw new IOException("Not a folder: " + folder, e);
    }
  }

  /** As Flyway makes it: of the lines, whatever ends them. */
  private static int checksum(ClassLoader loader, String name) throws IOException {
    CRC32 checksum = new CRC32();
    InputStream bytes = loader.getResourceAsStream(FOLDER + "/" + name);
    if (bytes == null) {
      throw new IOException("There is no " + name + " any more");
    }
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(bytes, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        checksum.update(line.getBytes(StandardCharsets.UTF_8));
      }
    }
    return (int) checksum.getValue();
  }
}
