package dev.ingestion.app.cli;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** What a process needs that gives its commands to a server. */
final class ServerSettings {
  /** Where it is. */
  static final String SERVER = "ingestion.server";

  /** What it wants to see; a variable, since everybody on a machine can read command lines. */
  static final String TOKEN_VARIABLE = "INGESTION_API_TOKEN";

  /** Those of the server itself, which a client has no business with. */
  static final String OF_THE_SERVER = "ingestion.api";

  static final String HOST = OF_THE_SERVER + ".host";
  static final String PORT = OF_THE_SERVER + ".port";

  /** The options that stand for a setting, by its key. */
  private static final Map<String, String> OPTIONS =
      Map.of(SERVER, "--server", HOST, "--host", PORT, "--port");

  private ServerSettings() {}

  /** Of those settings that were given by an option of their own. */
  static Map<String, String> options(Set<String> given) {
    Map<String, String> options = new HashMap<>(OPTIONS);
    options.keySet().retainAll(given);
    return options;
  }
}
