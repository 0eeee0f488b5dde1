package dev.ingestion.app.cli;

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

  private ServerSettings() {}
}
