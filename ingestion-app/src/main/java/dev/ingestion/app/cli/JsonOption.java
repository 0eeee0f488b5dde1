package dev.ingestion.app.cli;

import picocli.CommandLine.Option;

/** Lets a command answer scripts. */
final class JsonOption {
  static final String NAME = "--json";

  @Option(names = NAME, description = "Print one JSON document on the standard output.")
  boolean wanted;
}
