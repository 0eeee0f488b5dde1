package dev.ingestion.planted.domain;

import org.slf4j.Logger;

final class DomainThatLogs {
  private final Logger log;

  DomainThatLogs(Logger log) {
    this.log = log;
  }

  Logger log() {
    return log;
  }
}
