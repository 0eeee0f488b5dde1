package dev.ingestion.ports.in.view;

import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.ports.in.RepairService.RepairReport;
import dev.ingestion.ports.in.RepairService.Unmendable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What was found wrong with an index, and what was done about it. */
public record RepairView(
    String kbId,
    long documents,
    long chunks,
    long missing,
    long orphaned,
    long stale,
    @Nullable String condition,
    long mended,
    long removed,
    long embedded,
    long unmendableCount,
    List<UnmendableView> unmendable,
    LeftView left,
    boolean clean) {

  /**
   * @param manySources whether the source of a document must be named
   */
  public static RepairView of(KnowledgeBaseId kb, RepairReport report, boolean manySources) {
    return new RepairView(
        kb.value(),
        report.found().documents(),
        report.found().chunks(),
        report.found().missing(),
        report.found().orphaned(),
        report.found().stale(),
        report.found().condition().isEmpty() ? null : report.found().condition(),
        report.mended(),
        report.removed(),
        report.embedded(),
        report.unmendable(),
        report.details().stream().map(one -> UnmendableView.of(one, manySources)).toList(),
        new LeftView(report.left().missing(), report.left().orphaned(), report.left().stale()),
        report.clean());
  }

  /** What a comparison after the repair found. */
  public record LeftView(long missing, long orphaned, long stale) {}

  /**
   * A document, or a whole source. The key {@code source} is left out where there is but one.
   *
   * @param document null for a whole source
   */
  public record UnmendableView(@Nullable String source, @Nullable String document, String reason) {
    static UnmendableView of(Unmendable one, boolean manySources) {
      boolean whole = one.document().isEmpty();
      return new UnmendableView(
          manySources || whole ? one.source() : null, whole ? null : one.document(), one.reason());
    }
  }
}
