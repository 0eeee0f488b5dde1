package dev.ingestion.app.engine;

import dev.ingestion.app.engine.Workbench.Between;
import dev.ingestion.ports.out.DocumentParser;
import dev.ingestion.testkit.memory.PlainTextParser;

/** Parses text in the process itself, so that one that is to be killed soon starts no other. */
record PlainText(Between then) implements Between {
  @Override
  public <T> T port(Class<T> type, T real) {
    return then.port(type, type == DocumentParser.class ? type.cast(new PlainTextParser()) : real);
  }
}
