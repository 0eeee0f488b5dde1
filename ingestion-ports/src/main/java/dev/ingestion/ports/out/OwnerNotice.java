package dev.ingestion.ports.out;

/**
 * Where the owner of the data root says how other processes reach it. Who is refused the data root
 * finds it in {@link DataRootInUseException#endpoint}.
 *
 * <p>Called by the composition root while it holds the data root's lock. Thread-safe. The notice
 * ends with the ownership, however that ends: it is proof of nothing once the lock is free.
 *
 * <p>Not offered: reading it as the owner.
 */
public interface OwnerNotice {
  /**
   * Replaces the notice. Nobody but the user whose process this is can read it.
   *
   * @param command what the owner runs, for example "serve"; for whoever is refused the data root
   * @throws dev.ingestion.domain.IngestionException DATA_ROOT_UNUSABLE if it cannot be written, or
   *     not be kept from other users; nothing is published then
   * @throws IllegalStateException if this process does not hold the lock
   */
  void publish(OwnerEndpoint endpoint, String command);

  /** Takes the notice away; does nothing if there is none. */
  void withdraw();
}
