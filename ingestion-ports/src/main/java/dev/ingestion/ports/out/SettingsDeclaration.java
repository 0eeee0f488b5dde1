package dev.ingestion.ports.out;

/**
 * A record of settings that an adapter's module wants bound, and where its keys stand. Each
 * component {@code maxDepth} is the key {@code ingestion.<prefix>.max-depth}, with its default in
 * the module's {@code reference.conf} and its environment variable {@code
 * INGESTION_<PREFIX>_MAX_DEPTH}. A default may refer to another key, and follows that.
 *
 * @param prefix below {@code ingestion}, kebab-case, empty for the top level
 * @param type its components are of type String, boolean, int, long, double, Duration, Path,
 *     ByteSize or an enum, or are records of such, whose keys stand below that of the component;
 *     the compact constructors check them and throw an {@link IllegalArgumentException} or
 *     IngestionException that names what is wrong
 * @param perKnowledgeBase whether each key may also be given for one knowledge base, as {@code
 *     ingestion.knowledge-bases.<id>.<prefix>.max-depth}; then a {@link PerKnowledgeBase} of the
 *     type is bound as well
 */
public record SettingsDeclaration<T extends Record>(
    String prefix, Class<T> type, boolean perKnowledgeBase) {

  /** Settings that are the same for all knowledge bases. */
  public SettingsDeclaration(String prefix, Class<T> type) {
    this(prefix, type, false);
  }
}
