package dev.ingestion.ports.in.view;

import dev.ingestion.ports.in.VerificationService.Kind;
import dev.ingestion.ports.in.VerificationService.Report;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How ledger and index differ.
 *
 * @param condition why they could not be compared; null if they could
 */
public record VerificationView(
    long documents,
    long chunks,
    long missing,
    long orphaned,
    long stale,
    @Nullable String condition,
    DetailsView details) {

  /**
   * @param manySources whether the source of a document must be named
   */
  public static VerificationView of(Report report, boolean manySources) {
    return new VerificationView(
        report.documents(),
        report.chunks(),
        report.missing(),
        report.orphaned(),
        report.stale(),
        report.condition().isEmpty() ? null : report.condition(),
        new DetailsView(
            details(Kind.MISSING, report, manySources),
            details(Kind.ORPHANED, report, manySources),
            details(Kind.STALE, report, manySources)));
  }

  private static List<FindingView> details(Kind kind, Report report, boolean manySources) {
    return report.details().stream()
        .filter(finding -> finding.kind() == kind)
        .map(
            finding ->
                new FindingView(
                    manySources ? finding.source() : null, finding.document(), finding.chunkId()))
        .toList();
  }

  public record DetailsView(
      List<FindingView> missing, List<FindingView> orphaned, List<FindingView> stale) {}

  /** A chunk. The key {@code source} is left out where there is but one. */
  public record FindingView(@Nullable String source, String document, String chunkId) {}
}
