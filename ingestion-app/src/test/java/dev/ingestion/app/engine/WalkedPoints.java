package dev.ingestion.app.engine;

import dev.ingestion.adapters.fs.SteppedSnapshots;
import dev.ingestion.adapters.lucene.SteppedIndex;
import dev.ingestion.ports.out.Checkpoints;
import dev.ingestion.testkit.CrashPoints;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Every point there is, and the reasons why some are not walked. */
final class WalkedPoints {
  private static final String READS = "only questions call it, and it changes nothing";
  private static final String REPAIR = "only a repair or a rebuild calls it: see RepairKillIT";
  private static final String SERVED =
      "only schedules call it; SchedulerTest dies around each change of one";
  private static final String TOLD = "it stores nothing: what was told ends with its process";
  private static final String API = "only the API and its tokens; one transaction each";
  private static final String LAUNCHER = "the launcher's, not the engine's";

  /** Method, and why no ingest of the walk calls it. */
  private static final Map<String, String> NOT_WALKED = new TreeMap<>();

  static {
    List.of(
            "ChunkIndex.inspect",
            "ChunkIndex.snapshot",
            "DeadLetters.count",
            "DeadLetters.find",
            "DeadLetters.page",
            "DocumentLedger.find",
            "DocumentLedger.live",
            "DocumentLedger.select",
            "HealthCheck.name",
            "HealthCheck.problem",
            "IndexSnapshot.byText",
            "IndexSnapshot.byVector",
            "IndexSnapshot.close",
            "IndexSnapshot.forEach",
            "IndexSnapshot.load",
            "IndexSnapshot.ofGeneration",
            "IndexSnapshot.snippet",
            "JobRepository.events",
            "JobRepository.history",
            "JobRepository.page",
            "JobRepository.remembered",
            "KnowledgeBaseRepository.findSettings",
            "KnowledgeBaseRepository.list",
            "KnowledgeBaseRepository.page",
            "UploadStore.root",
            "WorkQueue.depth")
        .forEach(method -> NOT_WALKED.put(method, READS));
    List.of(
            "Scope.close",
            "Span.end",
            "Span.enter",
            "Span.fail",
            "Span.put",
            "Telemetry.count",
            "Telemetry.gauge",
            "Telemetry.isOn",
            "Telemetry.time",
            "Tracing.begin",
            "Tracing.current",
            "Tracing.request",
            "Tracing.run")
        .forEach(method -> NOT_WALKED.put(method, TOLD));
    List.of(
            "ChunkIndex.close",
            "ChunkIndex.mend",
            "ChunkIndex.sweep",
            "DocumentLedger.chunkIds",
            "DocumentLedger.fingerprint",
            "DocumentLedger.forgetContent",
            "DocumentLedger.livePage",
            "KnowledgeBaseRepository.beginRebuild")
        .forEach(method -> NOT_WALKED.put(method, REPAIR));
    List.of(
            "CronExpressions.parse",
            "ScheduleRepository.delete",
            "ScheduleRepository.find",
            "ScheduleRepository.insert",
            "ScheduleRepository.list/0",
            "ScheduleRepository.list/1",
            "ScheduleRepository.update")
        .forEach(method -> NOT_WALKED.put(method, SERVED));
    List.of(
            "TokenRepository.delete",
            "TokenRepository.find",
            "TokenRepository.insert",
            "TokenRepository.list")
        .forEach(method -> NOT_WALKED.put(method, API));
    NOT_WALKED.put("SourceWatcher.watch", "only who follows a folder calls it; it stores nothing");
    NOT_WALKED.put("Watch.close", "only who follows a folder calls it; it stores nothing");
    List.of(
            "ConfiguredModule.settings",
            "ListeningAddress.url",
            "OwnerNotice.publish",
            "OwnerNotice.withdraw")
        .forEach(method -> NOT_WALKED.put(method, LAUNCHER));
    NOT_WALKED.put("ChunkIndex.discard", "only after a refused claim, which one process never has");
    NOT_WALKED.put("WorkQueue.extend", "only after ten seconds of work on one claim");
    NOT_WALKED.put("WorkQueue.release", "only after a failed checkpoint or a stop");
    NOT_WALKED.put("DocumentLedger.abandon", "only a cancel calls it: see the simulation");
    NOT_WALKED.put("JobRepository.remember", "only starts with a key call it: see StartAgainTest");
    List.of("KnowledgeBaseRepository.saveSettings", "UploadStore.put", "UploadStore.remove")
        .forEach(method -> NOT_WALKED.put(method, "one step in which no job takes part"));
    NOT_WALKED.put("DeadLetters.purge", "one transaction that no job takes part in");
    NOT_WALKED.put("PersistenceStore.load", "only when the database is lost: see LostDatabaseIT");
    NOT_WALKED.put(
        "KnowledgeBaseRepository.markUnread", "only when the database is lost: see LostDatabaseIT");
    NOT_WALKED.put("DocumentContent.open", "called as that of a FetchedDocument");
    NOT_WALKED.put("DocumentContent.size", "called as that of a FetchedDocument");
    NOT_WALKED.put("FetchedDocument.size", "for parsers that have a limit; plain text has none");
    NOT_WALKED.put("ManagedResource.close", "when a process ends by itself and nothing is left");
    NOT_WALKED.put("ManagedResource.phase", "a constant, before anything is started");
  }

  private WalkedPoints() {}

  /** Points at which a process has to die. */
  static SortedSet<String> walked() throws IOException {
    SortedSet<String> points = CrashPoints.around(ports());
    NOT_WALKED.forEach(
        (method, reason) -> {
          if (!points.remove(method + ":before") | !points.remove(method + ":after")) {
            throw new AssertionError("There is no " + method + " any more");
          }
        });
    Collections.addAll(points, SteppedSnapshots.POINTS);
    Collections.addAll(points, SteppedIndex.POINTS);
    Collections.addAll(points, SteppedDatabase.POINTS);
    return points;
  }

  /** Every interface beside one of the outbound ports that is not data. */
  private static List<Class<?>> ports() throws IOException {
    try {
      URI place = Checkpoints.class.getProtectionDomain().getCodeSource().getLocation().toURI();
      if (Files.isDirectory(Path.of(place))) {
        return ports(Path.of(place));
      }
      try (FileSystem jar = FileSystems.newFileSystem(Path.of(place))) {
        return ports(jar.getPath("/"));
      }
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  private static List<Class<?>> ports(Path classes) throws IOException {
    String folder = Checkpoints.class.getPackageName().replace('.', '/');
    List<Class<?>> ports = new ArrayList<>();
    try (Stream<Path> files = Files.list(classes.resolve(folder))) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        if (name.matches("[A-Za-z]+\\.class")) {
          add(name.substring(0, name.indexOf('.')), ports);
        }
      }
    }
    return ports;
  }

  private static void add(String name, List<Class<?>> ports) {
    try {
      Class<?> type = Class.forName(Checkpoints.class.getPackageName() + "." + name);
      if (type.isInterface() && !type.isSealed()) {
        ports.add(type);
      }
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }
}
