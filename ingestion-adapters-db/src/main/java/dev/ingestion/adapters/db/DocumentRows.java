package dev.ingestion.adapters.db;

import static dev.ingestion.adapters.db.jooq.Tables.DOCUMENT;
import static org.jooq.impl.DSL.val;

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
import org.jooq.impl.DSL;

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

  private static final List<Field<?>> COLUMNS = List.of(DOCUMENT.fields());

  /** All but the number that the database gives. */
  private static final List<Field<?>> ASSIGNED =
      Arrays.<Field<?>>stream(DOCUMENT.fields())
          .filter(column -> !column.equals(DOCUMENT.DOC_ID))
          .toList();

  /** What an update takes. */
  private static final List<Field<?>> WRITTEN =
      Stream.concat(MUTABLE.stream(), Stream.of(DOCUMENT.DOC_ID)).toList();

  private static final Rendered INSERT = Rendered.insert(DOCUMENT, ASSIGNED);
  private static final Rendered UPDATE = Rendered.update(DOCUMENT, MUTABLE, DOCUMENT.DOC_ID);

  /** Locks no row, since we hold the lane. */
  static final Rendered BY_PENDING =
      Rendered.lookUp(DOCUMENT, COLUMNS, DOCUMENT.PENDING, DSL.noCondition());

  static final Rendered AT_PATHS =
      Rendered.lookUp(
          DOCUMENT,
          COLUMNS,
          DOCUMENT.PATH,
          DOCUMENT.KB_ID.eq(val("")).and(DOCUMENT.SOURCE.eq(val(""))));

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
    write();
    return tx.selectFrom(DOCUMENT)
        .where(DOCUMENT.KB_ID.eq(kb.value()))
        .and(condition)
        .orderBy(DOCUMENT.DOC_ID)
        .fetch();
  }

  private List<DocumentRecord> byPending(Collection<Long> generations) {
    write();
    Long[] numbers = generations.toArray(Long[]::new);
    return BY_PENDING.fetchRecords(tx, DOCUMENT, (Object) numbers);
  }

  /** Reads the documents whose pending generation is among these. */
  List<DocumentRecord> load(Collection<Long> generations) {
    byPending.clear();
    byPending(generations).forEach(row -> byPending.put(row.getPending(), row));
    return List.copyOf(byPending.values());
  }

  /** The document whose pending generation this is, if it was opened or loaded here. */
  Optional<DocumentRecord> loaded(long generation) {
    return Optional.ofNullable(byPending.get(generation)).filter(row -> isPending(row, generation));
  }

  /** The document whose pending generation this is. */
  Optional<DocumentRecord> pending(long generation) {
    if (!byPending.containsKey(generation)) {
      byPending(List.of(generation)).forEach(row -> byPending.put(generation, row));
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
    write();
    Object[] bytes = paths.stream().map(path -> path.getBytes(StandardCharsets.UTF_8)).toArray();
    AT_PATHS
        .fetchRecords(tx, DOCUMENT, bytes, kb.value(), source.value())
        .forEach(row -> found.put(new String(row.getPath(), StandardCharsets.UTF_8), row));
    return paths.stream()
        .map(path -> found.computeIfAbsent(path, missing -> newDocument(source, missing)))
        .toList();
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
      UPDATE.executeEach(
          tx, changed.values().stream().map(document -> values(document, WRITTEN)).toList());
      changed.values().forEach(document -> document.changed(false));
      changed.clear();
    }
  }

  private static Object[] values(DocumentRecord document, List<Field<?>> columns) {
    return columns.stream().map(document::get).toArray();
  }
}
