package dev.ingestion.benchmarks;

import dev.ingestion.benchmarks.Backlog.Costs;
import dev.ingestion.benchmarks.Row.Goal;
import dev.ingestion.benchmarks.Row.Pair;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * What a claim, its acknowledgement and a question cost when much waits, against when little does.
 */
final class CostOfWaiting implements Benchmark {
  private static final int FEW = 1_000;
  private static final int STEPS_A_ROUND = 40;

  @Override
  public String name() {
    return "waiting";
  }

  @Override
  public List<Row> run(Path scratch, boolean full) {
    List<Row> rows = new ArrayList<>();
    try (Scratch few = Scratch.in(scratch);
        Backlog little = Backlog.open(few.path(), FEW)) {
      for (int many : full ? List.of(100_000, 1_000_000) : List.of(5_000)) {
        try (Scratch root = Scratch.in(scratch);
            Backlog much = Backlog.open(root.path(), many)) {
          rows.addAll(compare(little, much, many, full ? 9 : 1));
        }
      }
    }
    return rows;
  }

  private List<Row> compare(Backlog little, Backlog much, int many, int rounds) {
    for (int warmUp = 0; warmUp < Math.min(rounds, 3); warmUp++) {
      round(much);
      round(little);
    }
    Map<String, List<Pair>> pairs = new LinkedHashMap<>();
    for (int round = 0; round < rounds; round++) {
      List<Costs> ours = round(much);
      List<Costs> theirs = round(little);
      add(pairs, "claim", ours, theirs, Costs::claim);
      add(pairs, "acknowledgement", ours, theirs, Costs::acknowledge);
      add(pairs, "status", ours, theirs, Costs::status);
    }
    much.requireAllWaiting();
    little.requireAllWaiting();
    return pairs.entrySet().stream()
        .map(
            entry ->
                Row.of(
                    name(),
                    "%s with %,d chunks waiting, against %,d".formatted(entry.getKey(), many, FEW),
                    "ms",
                    entry.getValue(),
                    Goal.atMost(1.5)))
        .toList();
  }

  private static List<Costs> round(Backlog backlog) {
    List<Costs> costs = new ArrayList<>();
    for (int i = 0; i < STEPS_A_ROUND; i++) {
      costs.add(backlog.step());
    }
    return costs;
  }

  private static void add(
      Map<String, List<Pair>> pairs,
      String what,
      List<Costs> ours,
      List<Costs> theirs,
      ToDoubleFunction<Costs> cost) {
    pairs
        .computeIfAbsent(what, key -> new ArrayList<>())
        .add(new Pair(milliseconds(ours, cost), milliseconds(theirs, cost)));
  }

  private static double milliseconds(List<Costs> costs, ToDoubleFunction<Costs> cost) {
    return 1_000 * Statistics.median(costs.stream().mapToDouble(cost).toArray());
  }
}
