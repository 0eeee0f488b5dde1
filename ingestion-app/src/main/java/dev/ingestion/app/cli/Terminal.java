package dev.ingestion.app.cli;

import java.io.BufferedReader;
import java.io.PrintStream;

/**
 * The streams of the process, and what is at their other end.
 *
 * @param interactive whether somebody can be asked: standard input and error are a terminal
 * @param styled whether the standard output is a terminal that takes escape sequences
 * @param live whether the standard error stream is a terminal on which a line can be redrawn
 * @param columns width of the terminal; a sensible width for text if there is none
 */
public record Terminal(
    BufferedReader in,
    PrintStream out,
    PrintStream err,
    boolean interactive,
    boolean styled,
    boolean live,
    int columns) {
  private static final String BOLD = "\u001b[1m";
  private static final String DIM = "\u001b[2m";
  private static final String RESET = "\u001b[0m";

  String bold(String text) {
    return styled ? BOLD + text + RESET : text;
  }

  String dim(String text) {
    return styled ? DIM + text + RESET : text;
  }
}
