package dev.ingestion.planted.ports.out;

final class PortThatIsAClass {}
