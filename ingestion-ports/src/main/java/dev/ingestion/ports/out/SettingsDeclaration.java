package dev.ingestion.ports.out;

/**
 * A record of settings that an adapter's module wants bound, and where its keys stand. Each
 * component {@code maxDepth} is the key {@code ingestion.<prefix>.max-depth}, with its default in
 * the module's {@code reference.conf} and its environment variable {@code
 * INGESTION_<PREFIX>_MAX_DEPTH}.
 *
 * @param prefix below {@code ingestion}, kebab-case, empty for the top level
 * @param type its components are of type String, boolean, int, long, double, Duration, Path,
 *     ByteSize or an enum; its compact constructor checks them and throws an {@link
 *     IllegalArgumentException} or IngestionException that names what is wrong
 */
public record SettingsDeclaration<T extends Record>(String prefix, Class<T> type) {}
