package dev.ingestion.domain;

/**
 * An amount of bytes, as a configuration gives it.
 *
 * @param bytes not negative
 */
public record ByteSize(long bytes) {
  public ByteSize {
    if (bytes < 0) {
      throw new IllegalArgumentException("A size is not negative: " + bytes);
    }
  }

  public static ByteSize ofMegabytes(long megabytes) {
    return new ByteSize(Math.multiplyExact(megabytes, 1024L * 1024L));
  }

  /** The size in the largest binary unit that keeps it short, for messages. */
  @Override
  public String toString() {
    String[] units = {"bytes", "KiB", "MiB", "GiB", "TiB"};
    double value = bytes;
    int unit = 0;
    while (value >= 1024 && unit < units.length - 1) {
      value /= 1024;
      unit++;
    }
    return (value == Math.rint(value) ? "%.0f %s" : "%.1f %s").formatted(value, units[unit]);
  }
}
