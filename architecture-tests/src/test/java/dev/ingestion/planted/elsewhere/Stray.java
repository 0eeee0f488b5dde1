package dev.ingestion.planted.elsewhere;

final class Stray {}
