package dev.ingestion.adapters.fs;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * Sorts the names of one folder by their unsigned bytes: add all, then take all. Names beyond a
 * limit wait on disk, in sorted runs that are merged. Used by one thread.
 */
final class NameSorter implements Closeable {
  private final TemporaryFiles temporaryFiles;
  private final int limit;
  private final List<DataInputStream> runs = new ArrayList<>();
  private final PriorityQueue<Head> heads =
      new PriorityQueue<>((a, b) -> Arrays.compareUnsigned(a.name, b.name));
  private List<byte[]> names = new ArrayList<>();
  private boolean sorted;

  /**
   * @param limit most names in memory
   */
  NameSorter(TemporaryFiles temporaryFiles, int limit) {
    this.temporaryFiles = temporaryFiles;
    this.limit = limit;
  }

  void add(byte[] name) throws IOException {
    if (names.size() == limit) {
      spill();
    }
    names.add(name);
  }

  /**
   * @return the least name that was not yet taken; null if none is left
   */
  byte @Nullable [] next() throws IOException {
    if (!sorted) {
      sort();
    }
    Head head = heads.poll();
    if (head == null) {
      return null;
    }
    byte[] least = head.name;
    byte[] following = head.rest.next();
    if (following != null) {
      head.name = following;
      heads.add(head);
    }
    return least;
  }

  private void sort() throws IOException {
    names.sort(Arrays::compareUnsigned);
    Iterator<byte[]> inMemory = names.iterator();
    offer(() -> inMemory.hasNext() ? inMemory.next() : null);
    for (DataInputStream run : runs) {
      offer(() -> read(run));
    }
    sorted = true;
  }

  private void offer(Names names) throws IOException {
    byte[] name = names.next();
    if (name != null) {
      heads.add(new Head(name, names));
    }
  }

  private void spill() throws IOException {
    names.sort(Arrays::compareUnsigned);
    Path run = temporaryFiles.create("names");
    try (DataOutputStream out =
        new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(run)))) {
      for (byte[] name : names) {
        out.writeInt(name.length);
        out.write(name);
      }
      out.writeInt(-1);
    }
    // Deleted with the stream; on most systems it has no name any more from here on.
    runs.add(
        new DataInputStream(
            new BufferedInputStream(
                Files.newInputStream(run, StandardOpenOption.DELETE_ON_CLOSE))));
    names = new ArrayList<>();
  }

  private static byte @Nullable [] read(DataInputStream run) throws IOException {
    int length = run.readInt();
    return length < 0 ? null : run.readNBytes(length);
  }

  @Override
  public void close() throws IOException {
    for (DataInputStream run : runs) {
      run.close();
    }
  }

  /** Names in order. */
  private interface Names {
    byte @Nullable [] next() throws IOException;
  }

  /** The least name of a run, and the run behind it. */
  private static final class Head {
    private final Names rest;
    private byte[] name;

    Head(byte[] name, Names rest) {
      this.name = name;
      this.rest = rest;
    }
  }
}
