package dev.ingestion.workers.schedule;

import dev.ingestion.domain.IngestionException;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.SourceName;
import dev.ingestion.domain.schedule.ScheduledSource;
import dev.ingestion.ports.out.KnowledgeBaseRepository;
import dev.ingestion.ports.out.SourceSettings;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The sources that are followed because their schedules say so. Used by the scheduler's thread. */
final class FollowedSchedules {
  private static final Logger log = LoggerFactory.getLogger(FollowedSchedules.class);

  private final KnowledgeBaseRepository knowledgeBases;
  private final Followers followers;
  private final Bell bell;
  private final Map<Key, FollowedSource> followed = new HashMap<>();

  @Inject
  FollowedSchedules(KnowledgeBaseRepository knowledgeBases, Followers followers, Bell bell) {
    this.knowledgeBases = knowledgeBases;
    this.followers = followers;
    this.bell = bell;
  }

  private record Key(KnowledgeBaseId kb, SourceName source) {
    static Key of(ScheduledSource schedule) {
      return new Key(schedule.kb(), schedule.source());
    }
  }

  /** Follows none but these any more. */
  synchronized void only(List<ScheduledSource> schedules) {
    Set<Key> wanted =
        schedules.stream()
            .filter(FollowedSchedules::isWanted)
            .map(Key::of)
            .collect(Collectors.toSet());
    for (Key key : List.copyOf(followed.keySet())) {
      if (!wanted.contains(key)) {
        close(key);
      }
    }
  }

  private static boolean isWanted(ScheduledSource schedule) {
    return schedule.followed() && !schedule.paused();
  }

  /** The source of a schedule; null if it is not to be followed. */
  synchronized @Nullable FollowedSource of(ScheduledSource schedule) {
    if (!isWanted(schedule)) {
      return null;
    }
    Key key = Key.of(schedule);
    SourceSettings source = knowledgeBases.findSource(key.kb(), key.source()).orElse(null);
    FollowedSource known = followed.get(key);
    if (known != null && !known.source().equals(source)) {
      close(key); // the knowledge base was deleted meanwhile, and perhaps made anew
      known = null;
    }
    return known == null && source != null ? follow(key, source) : known;
  }

  private @Nullable FollowedSource follow(Key key, SourceSettings source) {
    try {
      FollowedSource begun = followers.followSoon(source, bell::ring);
      followed.put(key, begun);
      return begun;
    } catch (IngestionException e) {
      log.debug("Source {} of {} is not followed: {}", key.source(), key.kb(), e.getMessage());
      return null;
    }
  }

  synchronized void close() {
    List.copyOf(followed.keySet()).forEach(this::close);
  }

  private void close(Key key) {
    FollowedSource source = followed.remove(key);
    if (source != null) {
      source.close();
    }
  }
}
