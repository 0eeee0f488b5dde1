package dev.ingestion.adapters.onnx;

import ai.onnxruntime.OrtEnvironment;
import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.ports.out.DataRoot;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Unpacks ONNX Runtime's native libraries into the data root. Left to itself it unpacks them to a
 * new temporary folder each time, which stays there whenever the process is killed.
 */
final class NativeLibraries {
  private static final String PATH_PROPERTY = "onnxruntime.native.path";
  private static final String PARTIAL = ".tmp";

  private final Path folder;

  @Inject
  NativeLibraries(DataRoot dataRoot) {
    folder = dataRoot.own("native");
  }

  /**
   * Must be called before the runtime is first used; a path that was configured stays.
   *
   * @throws IngestionException EMBEDDING_UNAVAILABLE if they cannot be written, which may pass;
   *     EMBEDDING_UNUSABLE if there are none for this machine
   */
  void unpack() {
    if (System.getProperty(PATH_PROPERTY) != null) {
      return;
    }
    try {
      Files.createDirectories(folder);
      deletePartial();
      for (String library : List.of("onnxruntime", "onnxruntime4j_jni")) {
        unpack(System.mapLibraryName(library));
      }
    } catch (IOException e) {
      throw new IngestionException(
          ErrorCode.EMBEDDING_UNAVAILABLE,
          "Cannot load the embedding model: its libraries cannot be written to %s: %s"
              .formatted(folder, e),
          e);
    }
    System.setProperty(PATH_PROPERTY, folder.toString());
  }

  /** The model will not run here, whatever it is given and however often. */
  static IngestionException unusable(String why, @Nullable Throwable cause) {
    return new IngestionException(
        ErrorCode.EMBEDDING_UNUSABLE,
        "Cannot load the embedding model on %s %s: %s. It needs Linux with glibc (not Alpine's musl), macOS or Windows, on x64 or aarch64, and a data root that is not mounted noexec; use such a machine, or set another embedding model"
            .formatted(System.getProperty("os.name"), System.getProperty("os.arch"), why),
        cause);
  }

  private void unpack(String file) throws IOException {
    String resource = "/ai/onnxruntime/native/%s/%s".formatted(platform(), file);
    try (InputStream library = OrtEnvironment.class.getResourceAsStream(resource)) {
      if (library == null) {
        throw unusable("ONNX Runtime has no %s for %s".formatted(file, platform()), null);
      }
      Path unpacked = folder.resolve(file + PARTIAL);
      Files.copy(library, unpacked);
      Files.move(unpacked, folder.resolve(file), StandardCopyOption.ATOMIC_MOVE);
    } finally {
      // On a full disk its space is needed for what was known before.
      deletePartial();
    }
  }

  private void deletePartial() throws IOException {
    try (DirectoryStream<Path> partial = Files.newDirectoryStream(folder, "*" + PARTIAL)) {
      for (Path each : partial) {
        Files.delete(each);
      }
    }
  }

  private static String platform() {
    String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String arch = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
    String system = os.contains("win") ? "win" : os.contains("mac") ? "osx" : "linux";
    return system + "-" + (arch.equals("amd64") || arch.equals("x86_64") ? "x64" : arch);
  }
}
