package dev.ingestion.adapters.db;

import static dev.ingestion.adapters.db.jooq.Tables.DOCUMENT;
import static org.jooq.impl.DSL.row;

import dev.ingestion.adapters.db.jooq.tables.records.DocumentRecord;
import dev.ingestion.domain.KnowledgeBaseId;
import dev.ingestion.domain.SourceName;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Row3;
import org.jooq.Select;

/**
 * The rows of a knowledge base's documents, within a transaction that holds its lane. Many are read
 * or written by one statement where that can be.
 */
final class DocumentRows {
  private static final Set<Field<?>> IDENTITY =
      Set.of(DOCUMENT.DOC_ID, DOCUMENT.KB_ID, DOCUMENT.SOURCE, DOCUMENT.PATH);

  private static final List<Field<?>> MUTABLE =
      Arrays.<Field<?>>stream(DOCUMENT.fields())
          .filter(column -> !IDENTITY.contains(column))
          .toList();

  /** All but the number that the database gives. */
  private static final List<Field<?>> ASSIGNED =
      Arrays.<Field<?>>stream(DOCUMENT.fields())
          .filter(column -> !column.equals(DOCUMENT.DOC_ID))
          .toList();

  /** What an update takes. */
  private static final List<Field<?>> WRITTEN =
      Stream.concat(MUTABLE.stream(), Stream.of(DOCUMENT.DOC_ID)).toList();

  private static final Bulk INSERT = Bulk.insert(DOCUMENT, ASSIGNED);
  private static final Bulk UPDATE = Bulk.update(DOCUMENT, MUTABLE, DOCUMENT.DOC_ID);

  private final DSLContext tx;
  private final KnowledgeBaseId kb;

  /** Changed, and not written yet, by their ids. */
  private final Map<Long, DocumentRecord> changed = new LinkedHashMap<>();

  /** Those that were opened or loaded here, by the generation that was pending then. */
  private final Map<Long, DocumentRecord> byPending = new HashMap<>();

  DocumentRows(DSLContext tx, KnowledgeBaseId kb) {
    this.tx = tx;
    this.kb = kb;
  }

  /** Documents that meet a condition, by ascending id. */
  List<DocumentRecord> find(Condition condition) {
    byPending.clear(); // a row is changed through one record at a time
    return read(ours(condition));
  }

  private List<DocumentRecord> read(Select<DocumentRecord> documents) {
    write();
    return documents.fetch();
  }

  private Select<DocumentRecord> ours(Condition condition) {
    return select(DOCUMENT.KB_ID.eq(kb.value()).and(condition));
  }

  /** Locks no rows, since we hold the lane: H2 would parse such a statement anew each time. */
  private Select<DocumentRecord> select(Condition condition) {
    return tx.selectFrom(DOCUMENT).where(condition).orderBy(DOCUMENT.DOC_ID);
  }

  /** Reads the documents whose pending generation is among these. */
  List<DocumentRecord> load(Collection<Long> generations) {
    byPending.clear();
    for (List<Long> slice : Slices.of(generations, number -> number)) {
      read(ours(DOCUMENT.PENDING.in(slice))).forEach(row -> byPending.put(row.getPending(), row));
    }
    return List.copyOf(byPending.values());
  }

  /** The document whose pending generation this is, if it was opened or loaded here. */
  Optional<DocumentRecord> loaded(long generation) {
    return Optional.ofNullable(byPending.get(generation)).filter(row -> isPending(row, generation));
  }

  /** The document whose pending generation this is. */
  Optional<DocumentRecord> pending(long generation) {
    if (!byPending.containsKey(generation)) {
      read(ours(DOCUMENT.PENDING.eq(generation))).forEach(row -> byPending.put(generation, row));
    }
    return loaded(generation);
  }

  private static boolean isPending(DocumentRecord document, long generation) {
    Long pending = document.getPending();
    return pending != null && pending == generation;
  }

  /** The documents at these paths, or new ones, in the order of the paths. */
  List<DocumentRecord> findOrNew(SourceName source, List<String> paths) {
    Map<String, DocumentRecord> found = new HashMap<>();
    byPending.clear();
    read(at(source, paths))
        .forEach(row -> found.put(new String(row.getPath(), StandardCharsets.UTF_8), row));
    return paths.stream()
        .map(path -> found.computeIfAbsent(path, missing -> newDocument(source, missing)))
        .toList();
  }

  /**
   * All columns of the index in one list, and none of them beside it: otherwise H2 reads every
   * document of the source.
   */
  Select<DocumentRecord> at(SourceName source, List<String> paths) {
    List<Row3<String, String, byte[]>> keys =
        paths.stream()
            .map(path -> row(kb.value(), source.value(), path.getBytes(StandardCharsets.UTF_8)))
            .toList();
    return select(row(DOCUMENT.KB_ID, DOCUMENT.SOURCE, DOCUMENT.PATH).in(keys));
  }

  private DocumentRecord newDocument(SourceName source, String path) {
    DocumentRecord document = tx.newRecord(DOCUMENT);
    document.setKbId(kb.value());
    document.setSource(source.value());
    document.setPath(path.getBytes(StandardCharsets.UTF_8));
    document.setLiveChunks(0);
    document.setTitle("");
    document.setMediaType("");
    return document;
  }

  /** Writes new and changed documents, and gives the new ones their ids. */
  void store(List<DocumentRecord> documents) {
    List<DocumentRecord> added = documents.stream().filter(DocumentRows::isNew).toList();
    documents.stream().filter(document -> !isNew(document)).forEach(this::changed);
    if (!added.isEmpty()) {
      insert(added);
    }
    documents.stream()
        .filter(document -> document.getPending() != null)
        .forEach(document -> byPending.put(document.getPending(), document));
  }

  private static boolean isNew(DocumentRecord document) {
    return document.getDocId() == null;
  }

  private void insert(List<DocumentRecord> added) {
    List<Object[]> rows = added.stream().map(document -> values(document, ASSIGNED)).toList();
    Iterator<Long> ids = INSERT.executeForKeys(tx, DOCUMENT.DOC_ID, rows).iterator();
    for (DocumentRecord document : added) {
      document.setDocId(ids.next());
      document.changed(false);
    }
  }

  /** To be written with all others, at the end of the transaction or before documents are read. */
  void changed(DocumentRecord document) {
    changed.put(document.getDocId(), document);
  }

  void delete(DocumentRecord document) {
    changed.remove(document.getDocId());
    document.delete();
  }

  void write() {
    if (!changed.isEmpty()) {
      UPDATE.execute(
          tx, changed.values().stream().map(document -> values(document, WRITTEN)).toList());
      changed.values().forEach(document -> document.changed(false));
      changed.clear();
    }
  }

  private static Object[] values(DocumentRecord document, List<Field<?>> columns) {
    return columns.stream().map(document::get).toArray();
  }
}
