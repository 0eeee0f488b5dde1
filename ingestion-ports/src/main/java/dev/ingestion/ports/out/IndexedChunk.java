package dev.ingestion.ports.out;

import java.util.List;

/**
 * A chunk as the index holds it. Fields are text and numbers as stored, unchecked, so that damage
 * can be described.
 *
 * @param chunkId empty if the entry has none
 * @param generation 0 if the entry has none
 * @param searchable whether it has its vector and its words, without which no search finds it;
 *     those of a staged entry are made of its text when it is shown
 */
public record IndexedChunk(
    String chunkId,
    long generation,
    String source,
    String document,
    String title,
    List<String> headings,
    int ordinal,
    int page,
    int start,
    int end,
    String text,
    boolean staged,
    boolean searchable) {}
