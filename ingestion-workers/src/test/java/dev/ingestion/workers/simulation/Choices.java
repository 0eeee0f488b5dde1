package dev.ingestion.workers.simulation;

import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/** Everything that is left to chance, decided by a seed. */
final class Choices {
  private final SplittableRandom random;

  /** How often the baton passes to another thread although its holder could go on. */
  final double switching;

  private final double crash;
  private final double freeze;
  private final double jump;
  private final double edit;
  private final double folders;
  private final double fault;
  private final double repeat;
  private final double outage;
  private final double wallClock;
  private boolean calm;

  /** Nothing bad happens; only who runs next is left to chance. */
  static Choices calm(long seed) {
    Choices choices = new Choices(seed);
    choices.calmDown();
    return choices;
  }

  Choices(long seed) {
    this.random = new SplittableRandom(seed);
    this.switching = oneOf(List.of(0.05, 0.3, 0.7, 1.0));
    this.crash = oneOf(List.of(0.0, 0.003, 0.01));
    this.freeze = oneOf(List.of(0.0, 0.005, 0.02));
    this.jump = oneOf(List.of(0.0, 0.003, 0.01));
    this.edit = oneOf(List.of(0.0, 0.005, 0.02));
    this.folders = oneOf(List.of(0.0, 0.0, 0.2));
    this.repeat = oneOf(List.of(0.0, 0.1));
    this.fault = oneOf(List.of(0.0, 0.0, 0.01, 0.05));
    this.outage = oneOf(List.of(0.0, 0.0, 0.002, 0.01));
    this.wallClock = oneOf(List.of(0.0, 0.003, 0.01));
  }

  /** From now on nothing bad happens any more. */
  void calmDown() {
    calm = true;
  }

  boolean isCalm() {
    return calm;
  }

  boolean crashes() {
    return !calm && chance(crash);
  }

  boolean freezes() {
    return !calm && chance(freeze);
  }

  boolean timeJumps() {
    return !calm && chance(jump);
  }

  boolean setsTheWallClock() {
    return !calm && chance(wallClock);
  }

  boolean edits() {
    return !calm && chance(edit);
  }

  boolean fails() {
    return !calm && chance(fault);
  }

  boolean goesAway() {
    return !calm && chance(outage);
  }

  boolean repeats() {
    return !calm && chance(repeat);
  }

  boolean locksFolders() {
    return !calm && chance(folders);
  }

  boolean chance(double probability) {
    return probability > 0 && random.nextDouble() < probability;
  }

  /**
   * @return from 0 to below the bound
   */
  int below(int bound) {
    return random.nextInt(bound);
  }

  <T> T oneOf(List<T> options) {
    return options.get(random.nextInt(options.size()));
  }

  /** Chance for the engine's own use. */
  RandomGenerator split() {
    return random.split();
  }
}
