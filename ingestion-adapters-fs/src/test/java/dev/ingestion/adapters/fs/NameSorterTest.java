package dev.ingestion.adapters.fs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingestion.domain.DocumentKey;
import dev.ingestion.ports.out.DataRoot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

class NameSorterTest {
  private static Path folder;

  @BeforeContainer
  static void makeFolder() throws IOException {
    folder = Files.createTempDirectory("names");
  }

  @AfterContainer
  static void removeFolder() throws IOException {
    for (Path path : List.of(folder.resolve("_tmp/fs"), folder.resolve("_tmp"), folder)) {
      Files.deleteIfExists(path);
    }
  }

  @Property(tries = 200)
  void namesComeInOrderHoweverManyFitIntoMemory(
      @ForAll List<@CharRange(from = 1, to = 0xFFFF) String> names,
      @ForAll @IntRange(min = 1, max = 20) int limit)
      throws IOException {
    List<String> texts = names.stream().filter(NameSorterTest::isText).toList();

    List<String> sorted = new ArrayList<>();
    try (NameSorter sorter = new NameSorter(new TemporaryFiles(new DataRoot(folder)), limit)) {
      for (String text : texts) {
        sorter.add(text.getBytes(StandardCharsets.UTF_8));
      }
      for (byte[] name = sorter.next(); name != null; name = sorter.next()) {
        sorted.add(new String(name, StandardCharsets.UTF_8));
      }
    }

    assertThat(sorted).isEqualTo(texts.stream().sorted(DocumentKey.PATH_ORDER).toList());
    assertThat(leftovers()).isEmpty();
  }

  private static boolean isText(String name) {
    return name.chars().noneMatch(c -> Character.isSurrogate((char) c));
  }

  private static List<Path> leftovers() throws IOException {
    Path temporary = folder.resolve("_tmp/fs");
    if (!Files.isDirectory(temporary)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(temporary)) {
      return files.toList();
    }
  }
}
