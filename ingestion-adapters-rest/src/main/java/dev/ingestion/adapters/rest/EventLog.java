package dev.ingestion.adapters.rest;

import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.job.IngestionState;
import dev.ingestion.ports.in.view.JobView;
import jakarta.inject.Inject;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What is known of all jobs, and the latest changes to it as events. Not thread-safe: the {@link
 * EventHub} alone uses it.
 */
final class EventLog {
  /** Most changes that are kept for those who come back. */
  static final int KEPT = 4_096;

  /** Most jobs of a knowledge base that are looked up because they were overtaken. */
  static final int MOST_OVERTAKEN = 100;

  private static final int RADIX = 36;

  private final JsonCodec json;
  private final InstantSource clock;
  private final String epoch;
  private final int mostKept;
  private final Map<String, IngestionState> states = new TreeMap<>();
  private final Paces paces = new Paces();
  private final Deque<Event> kept = new ArrayDeque<>();
  private final Map<Predicate<String>, Event> snapshots = new HashMap<>();
  private boolean primed;
  private long number;

  /** Looks up the latest jobs of a knowledge base. */
  interface JobLookup {
    /** Their states, newest first; none if the knowledge base is not there. */
    List<IngestionState> latest(KnowledgeBaseId kb, int limit);
  }

  @Inject
  EventLog(JsonCodec json, InstantSource clock) {
    this(json, clock, KEPT);
  }

  EventLog(JsonCodec json, InstantSource clock, int mostKept) {
    this.json = json;
    this.clock = clock;
    this.epoch = Long.toString(clock.millis(), RADIX);
    this.mostKept = mostKept;
  }

  /**
   * Compares what is with what was.
   *
   * @param current the states of the latest jobs of all knowledge bases
   * @param jobs for those that ended, and whose successors began, since the last comparison
   * @return what has changed, in order; of a job at rest that was not known before, that too
   */
  List<Event> update(List<IngestionState> current, JobLookup jobs) {
    Map<String, List<IngestionState>> overtaken = overtaken(current, jobs);
    List<Event> changes = new ArrayList<>();
    Map<String, IngestionState> gone = new TreeMap<>(states);
    for (IngestionState state : current) {
      for (IngestionState ended : overtaken.getOrDefault(state.kb().value(), List.of())) {
        changes.add(changed(states.put(state.kb().value(), ended), ended));
      }
      @Nullable IngestionState before = states.put(state.kb().value(), state);
      gone.remove(state.kb().value());
      if (before == null || !marks(before).equals(marks(state))) {
        changes.add(changed(before, state));
      }
    }
    for (String kb : gone.keySet()) {
      states.remove(kb);
      changes.add(next("removed", kb, false, new Removed(kb)));
    }
    paces.note(current, clock.millis());
    snapshots.clear(); // their times move also where nothing else does
    changes.forEach(this::keep);
    if (overtaken.values().stream().anyMatch(ended -> ended.size() >= MOST_OVERTAKEN)) {
      kept.clear(); // there may be more, and who comes back must not take it for all
    }
    primed = true;
    return changes;
  }

  /** Jobs whose end was not seen, the oldest first. Nothing is changed if the lookup fails. */
  private Map<String, List<IngestionState>> overtaken(
      List<IngestionState> current, JobLookup jobs) {
    Map<String, List<IngestionState>> overtaken = new HashMap<>();
    for (IngestionState state : primed ? current : List.<IngestionState>of()) {
      @Nullable IngestionState before = states.get(state.kb().value());
      if (before == null || !before.job().equals(state.job())) {
        overtaken.put(state.kb().value(), between(before, state, jobs));
      }
    }
    return overtaken;
  }

  private static List<IngestionState> between(
      @Nullable IngestionState before, IngestionState latest, JobLookup jobs) {
    Deque<IngestionState> ended = new ArrayDeque<>();
    boolean begun = false;
    for (IngestionState state : jobs.latest(latest.kb(), MOST_OVERTAKEN + 2)) {
      if (before != null && state.job().equals(before.job())) {
        if (begun && !before.status().isTerminal()) {
          ended.addFirst(state);
        }
        break;
      }
      if (begun) {
        ended.addFirst(state);
      }
      begun |= state.job().equals(latest.job()); // newer ones are the next comparison's
    }
    return List.copyOf(ended);
  }

  private Event changed(@Nullable IngestionState before, IngestionState state) {
    boolean progress = before != null && standing(before).equals(standing(state));
    return next("job", state.kb().value(), progress, JobView.of(state, List.of()));
  }

  private Event next(String type, String kb, boolean progress, Object data) {
    number++;
    String text = json.toJsonString(data, data.getClass());
    return Event.of(id(), number, type, kb, progress, text);
  }

  private void keep(Event change) {
    kept.add(change);
    if (kept.size() > mostKept) {
      kept.remove();
    }
  }

  /**
   * What somebody missed who has seen all up to an event, without the progress that later events
   * tell as well.
   *
   * @param lastSeen its id, as the client gives it
   * @return empty if that is not known any more, or never was
   */
  Optional<List<Event>> since(String lastSeen, Predicate<String> interest) {
    long seen = numberOf(lastSeen);
    long oldest = kept.isEmpty() ? number + 1 : kept.element().number();
    if (seen < oldest - 1 || seen > number) {
      return Optional.empty();
    }
    Deque<Event> missed = new ArrayDeque<>();
    Set<String> toldLater = new HashSet<>();
    Iterator<Event> latestFirst = kept.descendingIterator();
    while (latestFirst.hasNext()) {
      Event event = latestFirst.next();
      String kb = Objects.requireNonNull(event.kb());
      boolean last = toldLater.add(kb);
      if (event.number() > seen && interest.test(kb) && (last || !event.progress())) {
        missed.addFirst(event);
      }
    }
    return Optional.of(List.copyOf(missed));
  }

  /**
   * All there is to know at this moment.
   *
   * @param interest equal for those who may share what is encoded
   */
  Event snapshot(Predicate<String> interest) {
    return snapshots.computeIfAbsent(
        interest,
        wanted -> {
          List<JobView> jobs =
              states.values().stream()
                  .filter(state -> wanted.test(state.kb().value()))
                  .map(state -> JobView.of(state, List.of()))
                  .toList();
          Snapshot snapshot = new Snapshot(jobs, paces.shown(wanted, clock.millis()));
          String text = json.toJsonString(snapshot, Snapshot.class);
          return Event.of(id(), number, "snapshot", null, false, text);
        });
  }

  private String id() {
    return epoch + "-" + number;
  }

  /**
   * @return -1 if this process never gave such an id
   */
  private long numberOf(String id) {
    String prefix = epoch + "-";
    String digits = id.startsWith(prefix) ? id.substring(prefix.length()) : "";
    return digits.matches("[0-9]{1,18}") ? Long.parseLong(digits) : -1;
  }

  /** Where a job stands; a change of it reaches every client. */
  private static List<@Nullable Object> standing(IngestionState state) {
    List<@Nullable Object> standing = new ArrayList<>();
    standing.add(state.job());
    standing.add(state.version());
    standing.add(state.status());
    standing.add(state.stopping());
    standing.add(state.priority());
    standing.add(state.error());
    standing.add(state.waiting());
    return standing;
  }

  /** All whose change is worth an event: elapsed time and what follows from it is not. */
  private static List<@Nullable Object> marks(IngestionState state) {
    List<@Nullable Object> marks = standing(state);
    marks.add(state.phase());
    marks.add(state.documents());
    marks.add(state.chunks());
    return marks;
  }

  private record Snapshot(List<JobView> jobs, List<Paces.Pace> paces) {}

  private record Removed(String kbId) {}
}
