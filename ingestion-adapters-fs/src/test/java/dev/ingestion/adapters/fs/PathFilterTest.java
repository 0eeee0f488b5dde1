package dev.ingestion.adapters.fs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ingestion.domain.SourceName;
import dev.ingestion.ports.out.SourceSettings;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class PathFilterTest {
  @Test
  void withoutPatternsEverythingIsTakenThatIsNotHidden() {
    PathFilter filter = filter(List.of(), List.of(), false);

    assertThat(filter.takes("a/b")).isTrue();
    assertThat(filter.takes("a/.b")).isFalse();
    assertThat(filter.walks(".git")).isFalse();
    assertThat(filter(List.of(), List.of(), true).takes("a/.b")).isTrue();
  }

  @Test
  void exclusionWins() {
    PathFilter filter = filter(List.of("*.md"), List.of("a.*"), false);

    assertThat(filter.takes("a.md")).isFalse();
    assertThat(filter.takes("b.md")).isTrue();
  }

  @Test
  void aFolderOfWhichEverythingIsExcludedIsNotWalked() {
    PathFilter filter = filter(List.of(), List.of("docs/**", "node_modules", "src/*.md"), false);

    assertThat(filter.walks("docs")).isFalse();
    assertThat(filter.walks("web/node_modules")).isFalse();
    assertThat(filter.walks("src")).isTrue();
    assertThat(filter.takes("docs")).as("a file of that name").isTrue();
  }

  @Test
  void inclusionDoesNotKeepFromWalking() {
    assertThat(filter(List.of("docs/*.md"), List.of(), false).walks("docs")).isTrue();
  }

  /** Not walking an excluded folder is never anything but faster. */
  @Property
  void theWalkTakesWhatNoPatternExcludes(
      @ForAll("path") String path,
      @ForAll @Size(max = 2) List<@From("glob") String> include,
      @ForAll @Size(max = 2) List<@From("glob") String> exclude) {
    PathFilter filter = filter(include, exclude, true);

    boolean taken = parents(path).stream().allMatch(filter::walks) && filter.takes(path);

    assertThat(taken)
        .isEqualTo(
            (include.isEmpty() || anyMatches(include, path))
                && !anyMatches(exclude, path)
                && parents(path).stream().noneMatch(parent -> anyMatches(exclude, parent)));
  }

  @Provide
  Arbitrary<String> path() {
    return Arbitraries.of("a", "b", "ab")
        .list()
        .ofMinSize(1)
        .ofMaxSize(4)
        .map(names -> String.join("/", names));
  }

  @Provide
  Arbitrary<String> glob() {
    return Arbitraries.of("a", "b", "*", "**", "a*", "?", "{a,b}", "{,b}", "")
        .list()
        .ofMinSize(1)
        .ofMaxSize(4)
        .map(names -> String.join("/", names))
        .filter(glob -> !glob.isEmpty() && !glob.startsWith("/"));
  }

  private static boolean anyMatches(List<String> globs, String path) {
    return globs.stream().anyMatch(glob -> new Glob(glob).matches(path));
  }

  private static List<String> parents(String path) {
    return IntStream.range(0, path.length())
        .filter(i -> path.charAt(i) == '/')
        .mapToObj(i -> path.substring(0, i))
        .toList();
  }

  private static PathFilter filter(List<String> include, List<String> exclude, boolean hidden) {
    return new PathFilter(
        new SourceSettings(SourceName.DEFAULT, "folder", "/", include, exclude, hidden));
  }
}
