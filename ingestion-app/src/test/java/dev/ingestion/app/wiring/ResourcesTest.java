package dev.ingestion.app.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ingestion.ports.out.ManagedResource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ResourcesTest {
  private final List<String> events = new ArrayList<>();

  @Test
  void theyStartByPhaseAndCloseInReverse() {
    Resources resources =
        resources(
            resource("engine", ManagedResource.Phase.ENGINE),
            resource("lock", ManagedResource.Phase.LOCK),
            resource("storage", ManagedResource.Phase.STORAGE));

    resources.start(ManagedResource.Phase.ENGINE);
    resources.close();
    resources.close();

    assertThat(events)
        .containsExactly(
            "start lock",
            "start storage",
            "start engine",
            "close engine",
            "close storage",
            "close lock");
  }

  @Test
  void theDataRootCanBeClaimedBeforeAnythingElseStarts() {
    Resources resources =
        resources(
            resource("engine", ManagedResource.Phase.ENGINE),
            resource("lock", ManagedResource.Phase.LOCK));

    resources.start(ManagedResource.Phase.LOCK);
    assertThat(events).containsExactly("start lock");
    resources.start(ManagedResource.Phase.ENGINE);
    assertThat(events).containsExactly("start lock", "start engine");
  }

  @Test
  void whatIsClosedCannotBeStartedAnyMore() {
    Resources resources =
        resources(
            resource("engine", ManagedResource.Phase.ENGINE),
            resource("lock", ManagedResource.Phase.LOCK));

    resources.start(ManagedResource.Phase.LOCK);
    resources.close();
    resources.start(ManagedResource.Phase.ENGINE);

    assertThat(events).containsExactly("start lock", "close lock");
  }

  @Test
  void ifOneCannotStartThoseBeforeItAreClosedAndThoseBehindItNeverTouched() {
    Resources resources =
        resources(
            resource("lock", ManagedResource.Phase.LOCK),
            new Broken("storage", ManagedResource.Phase.STORAGE, true),
            resource("engine", ManagedResource.Phase.ENGINE));

    assertThatThrownBy(() -> resources.start(ManagedResource.Phase.ENGINE))
        .hasMessage("storage cannot start");
    resources.close();

    assertThat(events).containsExactly("start lock", "close storage", "close lock");
  }

  @Test
  void oneThatCannotCloseDoesNotKeepTheOthersOpen() {
    Resources resources =
        resources(
            resource("lock", ManagedResource.Phase.LOCK),
            new Broken("storage", ManagedResource.Phase.STORAGE, false),
            resource("engine", ManagedResource.Phase.ENGINE));
    resources.start(ManagedResource.Phase.ENGINE);

    assertThatThrownBy(resources::close).hasMessage("storage cannot close");

    assertThat(events).endsWith("close engine", "close storage", "close lock");
  }

  private static Resources resources(ManagedResource... resources) {
    return new Resources(new LinkedHashSet<>(Set.of(resources)));
  }

  private ManagedResource resource(String name, ManagedResource.Phase phase) {
    return new Recorded(name, phase);
  }

  private class Recorded implements ManagedResource {
    private final String name;
    private final Phase phase;

    Recorded(String name, Phase phase) {
      this.name = name;
      this.phase = phase;
    }

    @Override
    public Phase phase() {
      return phase;
    }

    @Override
    public void start() {
      events.add("start " + name);
    }

    @Override
    public void close() {
      events.add("close " + name);
    }
  }

  private final class Broken extends Recorded {
    private final String name;
    private final boolean atStart;

    Broken(String name, Phase phase, boolean atStart) {
      super(name, phase);
      this.name = name;
      this.atStart = atStart;
    }

    @Override
    public void start() {
      if (atStart) {
        throw new IllegalStateException(name + " cannot start");
      }
      super.start();
    }

    @Override
    public void close() {
      super.close();
      if (!atStart) {
        throw new IllegalStateException(name + " cannot close");
      }
    }
  }
}
