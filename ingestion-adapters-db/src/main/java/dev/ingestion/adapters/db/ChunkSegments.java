package dev.ingestion.adapters.db;

import static dev.ingestion.adapters.db.jooq.Tables.CHUNK_SEGMENT;

import dev.ingestion.adapters.db.jooq.tables.records.ChunkSegmentRecord;
import dev.ingestion.domain.ChunkId;
import dev.ingestion.domain.Generation;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.jooq.DSLContext;

/** The ids of a generation's chunks, packed so that a chunk costs 16 bytes and no row. */
final class ChunkSegments {
  private static final int IDS_IN_SEGMENT = 1_000;

  private ChunkSegments() {}

  static List<ChunkSegmentRecord> of(DSLContext tx, Generation generation, List<ChunkId> ids) {
    List<ChunkSegmentRecord> rows = new ArrayList<>();
    for (int from = 0, segment = 0; from < ids.size(); from += IDS_IN_SEGMENT, segment++) {
      ByteArrayOutputStream packed = new ByteArrayOutputStream();
      ids.subList(from, Math.min(ids.size(), from + IDS_IN_SEGMENT))
          .forEach(id -> packed.writeBytes(id.toBytes()));
      ChunkSegmentRecord row = tx.newRecord(CHUNK_SEGMENT);
      row.setGeneration(generation.number());
      row.setSegment(segment);
      row.setIds(packed.toByteArray());
      rows.add(row);
    }
    return rows;
  }

  static List<ChunkId> load(DSLContext sql, Generation generation) {
    List<ChunkId> ids = new ArrayList<>();
    sql.selectFrom(CHUNK_SEGMENT)
        .where(CHUNK_SEGMENT.GENERATION.eq(generation.number()))
        .orderBy(CHUNK_SEGMENT.SEGMENT)
        .forEach(
            row -> {
              byte[] packed = row.getIds();
              for (int offset = 0; offset < packed.length; offset += ChunkId.BYTES) {
                ids.add(ChunkId.ofBytes(packed, offset));
              }
            });
    return ids;
  }
}
