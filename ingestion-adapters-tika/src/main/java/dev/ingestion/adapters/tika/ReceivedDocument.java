package dev.ingestion.adapters.tika;

import dev.ingestion.ports.out.DocumentContent;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A document as it comes, in pieces; it is read when it is whole. */
final class ReceivedDocument implements DocumentContent {
  private final String name;
  private final List<byte[]> pieces = new ArrayList<>();
  private long size;

  ReceivedDocument(String name) {
    this.name = name;
  }

  void add(byte[] piece) {
    pieces.add(piece);
    size += piece.length;
  }

  String name() {
    return name;
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public InputStream open() {
    return new SequenceInputStream(
        Collections.enumeration(pieces.stream().map(ByteArrayInputStream::new).toList()));
  }
}
