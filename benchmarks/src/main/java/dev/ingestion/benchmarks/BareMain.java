package dev.ingestion.benchmarks;

/** What a JVM does in any case. */
final class BareMain {
  private BareMain() {}

  public static void main(String[] words) {
    System.out.println("Ready");
  }
}
