package dev.ingestion.adapters.db;

import static dev.ingestion.adapters.db.jooq.Tables.CHUNK_SEGMENT;
import static dev.ingestion.adapters.db.jooq.Tables.GENERATION;
import static dev.ingestion.adapters.db.jooq.Tables.INDEX_SWITCH;
import static org.jooq.impl.DSL.val;

import dev.ingestion.adapters.db.jooq.tables.records.ChunkSegmentRecord;
import dev.ingestion.adapters.db.jooq.tables.records.GenerationRecord;
import dev.ingestion.adapters.db.jooq.tables.records.IndexSwitchRecord;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/**
 * The generations that a transaction works on, with their segments and with what is told to the
 * index. They are read together and written together: a statement costs far more than a row.
 * Whoever reads these tables otherwise calls {@link #write} before.
 */
final class GenerationRows {
  private static final Rendered INSERT =
      Rendered.insert(
          GENERATION,
          List.of(
              GENERATION.GENERATION_,
              GENERATION.KB_ID,
              GENERATION.DOC_ID,
              GENERATION.REVISION,
              GENERATION.FINGERPRINT,
              GENERATION.SEALED,
              GENERATION.CHUNK_COUNT,
              GENERATION.REMAINING,
              GENERATION.DEAD));
  private static final Rendered UPDATE =
      Rendered.update(
          GENERATION,
          List.of(GENERATION.SEALED, GENERATION.CHUNK_COUNT, GENERATION.REMAINING, GENERATION.DEAD),
          GENERATION.GENERATION_);
  private static final Rendered INSERT_SEGMENT =
      Rendered.insert(
          CHUNK_SEGMENT,
          List.of(CHUNK_SEGMENT.GENERATION, CHUNK_SEGMENT.SEGMENT, CHUNK_SEGMENT.IDS));
  private static final Rendered INSERT_SWITCH =
      Rendered.insert(
          INDEX_SWITCH,
          List.of(
              INDEX_SWITCH.KB_ID,
              INDEX_SWITCH.PROMOTED,
              INDEX_SWITCH.PROMOTED_CHUNKS,
              INDEX_SWITCH.RETIRED));

  private static final Rendered BY_NUMBER =
      Rendered.lookUp(
          GENERATION, List.of(GENERATION.fields()), GENERATION.GENERATION_, DSL.noCondition());

  private static final Rendered DELETE_SEGMENTS =
      Rendered.of(DSL.deleteFrom(CHUNK_SEGMENT).where(CHUNK_SEGMENT.GENERATION.eq(val(0L))));
  private static final Rendered DELETE =
      Rendered.of(DSL.deleteFrom(GENERATION).where(GENERATION.GENERATION_.eq(val(0L))));

  private final DSLContext tx;

  /** Also those that are not written yet, in the order in which they came. */
  private final Map<Long, GenerationRecord> known = new LinkedHashMap<>();

  private final List<GenerationRecord> opened = new ArrayList<>();
  private final List<ChunkSegmentRecord> segments = new ArrayList<>();
  private final List<IndexSwitchRecord> switches = new ArrayList<>();
  private final List<Long> deleted = new ArrayList<>();

  GenerationRows(DSLContext tx) {
    this.tx = tx;
  }

  /** Reads those that are not known yet. */
  void load(Collection<Long> numbers) {
    Long[] unknown =
        numbers.stream().filter(number -> !known.containsKey(number)).toArray(Long[]::new);
    if (unknown.length > 0) {
      BY_NUMBER
          .fetchRecords(tx, GENERATION, (Object) unknown)
          .forEach(row -> known.put(row.getGeneration(), row));
    }
  }

  /** A generation that is there. Changes of the record are written with all others. */
  GenerationRecord get(long number) {
    if (!known.containsKey(number)) {
      load(List.of(number));
    }
    return Objects.requireNonNull(known.get(number), "a pending generation has a row");
  }

  void open(GenerationRecord generation) {
    known.put(generation.getGeneration(), generation);
    opened.add(generation);
  }

  void add(List<ChunkSegmentRecord> more) {
    segments.addAll(more);
  }

  void tell(IndexSwitchRecord made) {
    switches.add(made);
  }

  void delete(long number) {
    known.remove(number);
    deleted.add(number);
  }

  void write() {
    insertOpened();
    updateChanged();
    insertSegments();
    deleteGone();
    insertSwitches();
  }

  private void insertOpened() {
    execute(
        INSERT,
        opened,
        row ->
            new Object[] {
              row.getGeneration(),
              row.getKbId(),
              row.getDocId(),
              row.getRevision(),
              row.getFingerprint(),
              row.getSealed(),
              row.getChunkCount(),
              row.getRemaining(),
              row.getDead()
            });
    opened.forEach(row -> row.changed(false));
    opened.clear();
  }

  private void updateChanged() {
    List<GenerationRecord> changed =
        known.values().stream().filter(GenerationRecord::changed).toList();
    execute(
        UPDATE,
        changed,
        row ->
            new Object[] {
              row.getSealed(),
              row.getChunkCount(),
              row.getRemaining(),
              row.getDead(),
              row.getGeneration()
            });
    changed.forEach(row -> row.changed(false));
  }

  private void insertSegments() {
    execute(
        INSERT_SEGMENT,
        segments,
        row -> new Object[] {row.getGeneration(), row.getSegment(), row.getIds()});
    segments.clear();
  }

  private void deleteGone() {
    execute(DELETE_SEGMENTS, deleted, number -> new Object[] {number});
    execute(DELETE, deleted, number -> new Object[] {number});
    deleted.clear();
  }

  private void insertSwitches() {
    execute(
        INSERT_SWITCH,
        switches,
        row ->
            new Object[] {
              row.getKbId(), row.getPromoted(), row.getPromotedChunks(), row.getRetired()
            });
    switches.clear();
  }

  private <R> void execute(Rendered statement, List<R> rows, Function<R, Object[]> values) {
    statement.executeEach(tx, rows.stream().map(values).toList());
  }
}
