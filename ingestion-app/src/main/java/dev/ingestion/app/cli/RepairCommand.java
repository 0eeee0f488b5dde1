package dev.ingestion.app.cli;

import dev.ingestion.app.wiring.Services;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.ports.in.RepairService.RepairReport;
import dev.ingestion.ports.in.RepairService.Unmendable;
import dev.ingestion.ports.in.view.RepairView;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "repair",
    header = "Makes the index again what the ledger says.",
    description = {
      "Mends exactly what 'verify' finds, from the documents themselves. An index that is lost is",
      "built again. Ends with 1 if something could not be mended."
    },
    footer = {"%nExample:", "  ingestion repair handbook"})
final class RepairCommand extends ServiceCommand {
  private static final int SHOWN = 20;

  @Parameters(paramLabel = "ID", description = "The knowledge base.")
  KnowledgeBaseId kb = new KnowledgeBaseId("none");

  @Mixin JsonOption json = new JsonOption();

  RepairCommand(CommandContext context) {
    super(context);
  }

  @Override
  boolean json() {
    return json.wanted;
  }

  @Override
  int run(Services services) {
    RepairReport report = services.repair().repair(kb);
    if (interrupted()) {
      return ExitCode.INTERRUPTED;
    }
    boolean manySources = services.knowledgeBases().hasManySources(kb);
    if (json()) {
      Json.print(terminal().out(), RepairView.of(kb, report, manySources));
    } else {
      print(report, manySources);
    }
    return report.clean() ? ExitCode.COMPLETED : ExitCode.FAILED;
  }

  @Override
  void tellInterrupted() {
    terminal()
        .err()
        .println("\nInterrupted. What was mended stays: the same command mends the rest.");
  }

  private void print(RepairReport report, boolean manySources) {
    terminal()
        .out()
        .println(
            "%s  %s, %s: %s"
                .formatted(
                    terminal().bold(kb.value()),
                    Words.count(report.found().documents(), "document"),
                    Words.count(report.found().chunks(), "chunk"),
                    conclusion(report)));
    if (!report.found().condition().isEmpty()) {
      terminal().out().println("\n  " + report.found().condition());
    }
    if (!report.found().clean() || report.mended() > 0) {
      terminal().out().println("\n  found   " + found(report));
      terminal().out().println("  mended  " + mended(report));
    }
    printUnmendable(report, manySources);
  }

  private static String conclusion(RepairReport report) {
    if (!report.clean()) {
      return "not all could be mended";
    }
    return report.found().clean() && report.mended() == 0
        ? "ledger and index agree, nothing to mend"
        : "ledger and index agree again";
  }

  private static String found(RepairReport report) {
    return "%s missing, %s orphaned, %s stale"
        .formatted(
            Words.count(report.found().missing()),
            Words.count(report.found().orphaned()),
            Words.count(report.found().stale()));
  }

  private static String mended(RepairReport report) {
    return "%s put back, %s removed, %s embedded"
        .formatted(
            Words.count(report.mended()),
            Words.count(report.removed()),
            Words.count(report.embedded()));
  }

  private void printUnmendable(RepairReport report, boolean manySources) {
    if (report.unmendable() == 0) {
      return;
    }
    terminal()
        .out()
        .println(
            "\n  %s could not be mended; the next ingest reads them again"
                .formatted(Words.count(report.unmendable())));
    List<Unmendable> shown = report.details().subList(0, Math.min(SHOWN, report.details().size()));
    for (Unmendable one : shown) {
      terminal()
          .out()
          .println(
              "    %s  %s"
                  .formatted(Words.printable(name(one, manySources)), Words.oneLine(one.reason())));
    }
    if (report.unmendable() > shown.size()) {
      long more = report.unmendable() - shown.size();
      terminal().out().println("    and %s more".formatted(Words.count(more)));
    }
  }

  private static String name(Unmendable one, boolean manySources) {
    if (one.document().isEmpty()) {
      return "source " + one.source();
    }
    return manySources ? one.source() + ":" + one.document() : one.document();
  }
}
