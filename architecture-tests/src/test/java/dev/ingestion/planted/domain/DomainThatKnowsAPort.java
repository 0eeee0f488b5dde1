package dev.ingestion.planted.domain;

import dev.ingestion.planted.ports.in.PortThatGuesses;

interface DomainThatKnowsAPort {
  PortThatGuesses port();
}
