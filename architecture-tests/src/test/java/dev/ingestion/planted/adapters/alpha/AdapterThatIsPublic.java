package dev.ingestion.planted.adapters.alpha;

public final class AdapterThatIsPublic {}
