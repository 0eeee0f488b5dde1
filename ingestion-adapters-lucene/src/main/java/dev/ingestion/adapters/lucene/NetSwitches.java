package dev.ingestion.adapters.lucene;

import dev.ingestion.domain.Generation;
import dev.ingestion.ports.out.IndexSwitch;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a list of switches comes down to.
 *
 * @param promoted generations to show, none of which is retired, with how many chunks each has
 */
record NetSwitches(Map<Generation, Integer> promoted, Set<Generation> retired) {
  static NetSwitches of(List<IndexSwitch> switches) {
    Map<Generation, Integer> promoted = new LinkedHashMap<>();
    Set<Generation> retired = new HashSet<>();
    for (IndexSwitch change : switches) {
      @Nullable Generation shown = change.promoted();
      if (shown != null) {
        promoted.put(shown, change.promotedChunks());
      }
      @Nullable Generation gone = change.retired();
      if (gone != null) {
        retired.add(gone);
      }
    }
    promoted.keySet().removeAll(retired);
    return new NetSwitches(promoted, retired);
  }
}
