package dev.ingestion.app.cli;

import dev.ingestion.app.wiring.Services;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.ports.in.VerificationService.Finding;
import dev.ingestion.ports.in.VerificationService.Kind;
import dev.ingestion.ports.in.VerificationService.Report;
import dev.ingestion.ports.in.view.VerificationView;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "verify",
    header = "Compares ledger and index, chunk by chunk.",
    description = "Every difference is named, and the command then ends with 1 instead of 0.",
    footer = {"%nExample:", "  ingestion verify handbook"})
final class VerifyCommand extends ServiceCommand {
  private static final int SHOWN = 20;

  @Parameters(paramLabel = "ID", description = "The knowledge base.")
  KnowledgeBaseId kb = new KnowledgeBaseId("none");

  @Mixin JsonOption json = new JsonOption();

  VerifyCommand(CommandContext context) {
    super(context);
  }

  @Override
  boolean json() {
    return json.wanted;
  }

  @Override
  boolean servesOthers() {
    return true;
  }

  @Override
  int run(Services services) {
    Report report = services.verification().verify(kb);
    boolean manySources = services.knowledgeBases().hasManySources(kb);
    if (json()) {
      Json.print(terminal().out(), VerificationView.of(report, manySources));
    } else {
      print(report, manySources);
    }
    return report.clean() ? ExitCode.COMPLETED : ExitCode.FAILED;
  }

  private void print(Report report, boolean manySources) {
    terminal()
        .out()
        .println(
            "%s  %s, %s: %s"
                .formatted(
                    terminal().bold(kb.value()),
                    Words.count(report.documents(), "document"),
                    Words.count(report.chunks(), "chunk"),
                    conclusion(report)));
    if (!report.condition().isEmpty()) {
      terminal().out().println("\n  " + report.condition());
    }
    print(report, Kind.MISSING, report.missing(), "in the ledger, not in the index", manySources);
    print(report, Kind.ORPHANED, report.orphaned(), "in the index, not in the ledger", manySources);
    print(report, Kind.STALE, report.stale(), "with a text that is not the chunk's", manySources);
  }

  private static String conclusion(Report report) {
    if (!report.condition().isEmpty()) {
      return "ledger and index cannot be compared";
    }
    return report.clean() ? "ledger and index agree" : "ledger and index differ";
  }

  private void print(Report report, Kind kind, long all, String meaning, boolean manySources) {
    if (all == 0) {
      return;
    }
    terminal()
        .out()
        .println(
            "\n  %s %s (%s)"
                .formatted(Words.count(all), kind.name().toLowerCase(Locale.ROOT), meaning));
    List<Finding> findings = of(kind, report).limit(SHOWN).toList();
    for (Finding finding : findings) {
      String source = manySources ? finding.source() + ":" : "";
      terminal()
          .out()
          .println(
              "    %s  %s"
                  .formatted(finding.chunkId(), Words.printable(source + finding.document())));
    }
    if (all > findings.size()) {
      terminal().out().println("    and %s more".formatted(Words.count(all - findings.size())));
    }
  }

  private static Stream<Finding> of(Kind kind, Report report) {
    return report.details().stream().filter(finding -> finding.kind() == kind);
  }
}
