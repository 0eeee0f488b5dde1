package dev.ingestion.app.engine;

import java.io.IOException;

/** Called between the steps of an adapter on disk; may end the process, or refuse the next step. */
@FunctionalInterface
public interface DiskStep {
  void at(String point) throws IOException;
}
