package dev.ingestion.app.wiring;

import dev.ingestion.ports.out.Node;
import java.net.InetAddress;
import java.net.UnknownHostException;

/** What this process is called. */
final class ThisProcess {
  private ThisProcess() {}

  /** Host and process id: {@code host-1/4711}. */
  static Node node() {
    return new Node(host() + "/" + ProcessHandle.current().pid());
  }

  /** The variable first, for asking the network may take seconds where it is down. */
  private static String host() {
    String named = System.getenv("HOSTNAME");
    if (named != null && !named.isBlank()) {
      return named;
    }
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }
}
