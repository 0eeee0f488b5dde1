package dev.ingestion.adapters.tika;

import dev.ingestion.domain.document.ParsedDocument;
import dev.ingestion.ports.out.DocumentContent;
import dev.ingestion.ports.out.DocumentParser;
import jakarta.inject.Inject;
import org.apache.tika.Tika;

/** Parses with Tika, in a host that outlives what a document does to its parser. */
final class TikaDocumentParser implements DocumentParser {
  /**
   * Counts the changes to this module that make other blocks of the same bytes. Whoever raises it
   * has every document parsed again.
   */
  private static final int EXTRACTION_VERSION = 1;

  private final ParserHost host;
  private final TikaConfig limits;
  private final ParserProcessConfig processes;

  @Inject
  TikaDocumentParser(ParserHost host, TikaConfig limits, ParserProcessConfig processes) {
    this.host = host;
    this.limits = limits;
    this.processes = processes;
  }

  /** All limits are in it: what failed for one of them is tried again when it is raised. */
  @Override
  public String fingerprint() {
    return "%s, extraction %d, %s, heap %s"
        .formatted(Tika.getString(), EXTRACTION_VERSION, limits, processes.heap());
  }

  @Override
  public ParsedDocument parse(String name, DocumentContent content) {
    return host.parse(name, content);
  }
}
