package dev.ingestion.adapters.onnx;

import ai.onnxruntime.OrtEnvironment;
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

  /** Must be called before the runtime is first used; a path that was configured stays. */
  void unpack() throws IOException {
    if (System.getProperty(PATH_PROPERTY) != null) {
      return;
    }
    Files.createDirectories(folder);
    deletePartial();
    for (String library : List.of("onnxruntime", "onnxruntime4j_jni")) {
      unpack(System.mapLibraryName(library));
    }
    System.setProperty(PATH_PROPERTY, folder.toString());
  }

  private void unpack(String file) throws IOException {
    String resource = "/ai/onnxruntime/native/%s/%s".formatted(platform(), file);
    try (InputStream library = OrtEnvironment.class.getResourceAsStream(resource)) {
      if (library == null) {
        throw new IOException("ONNX Runtime has no %s for %s".formatted(file, platform()));
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
    return system + "-" + (arch.equals("aarch64") ? "aarch64" : "x64");
  }
}
