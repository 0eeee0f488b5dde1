package dev.ingestion.ports.out;

import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Another process owns the data root. It may take commands; if not, waiting was in vain. */
public final class DataRootInUseException extends IngestionException {
  private static final long serialVersionUID = 1L;

  private final String owner;
  private final transient @Nullable OwnerEndpoint endpoint;

  /**
   * @param owner for example "process 4711 ('ingestion serve')"
   * @param endpoint where the owner takes commands; null if it takes none
   */
  public DataRootInUseException(DataRoot dataRoot, String owner, @Nullable OwnerEndpoint endpoint) {
    super(
        ErrorCode.DATA_ROOT_IN_USE,
        "The data root %s is in use by %s. Wait for it to end, stop it, or set another ingestion.data-root"
            .formatted(dataRoot.path(), owner));
    this.owner = owner;
    this.endpoint = endpoint;
  }

  public String owner() {
    return owner;
  }

  public Optional<OwnerEndpoint> endpoint() {
    return Optional.ofNullable(endpoint);
  }
}
