package dev.ingestion.planted.adapters.alpha.deep;

final class AdapterThatIsNotFlat {}
