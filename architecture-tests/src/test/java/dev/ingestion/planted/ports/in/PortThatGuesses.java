package dev.ingestion.planted.ports.in;

public interface PortThatGuesses {
  default int count() {
    throw new UnsupportedOperationException();
  }
}
