package dev.ingestion.ports.out;

/**
 * Where the process that owns a data root takes commands from other processes of this machine.
 *
 * @param port on the loopback address
 * @param token whoever shows it may give commands; never printed
 */
public record OwnerEndpoint(int port, String token) {
  public OwnerEndpoint {
    if (port < 1 || port > 65_535 || token.isBlank()) {
      throw new IllegalArgumentException("Not an endpoint: port " + port);
    }
  }

  /** Without the token. */
  @Override
  public String toString() {
    return "OwnerEndpoint[port=" + port + "]";
  }
}
