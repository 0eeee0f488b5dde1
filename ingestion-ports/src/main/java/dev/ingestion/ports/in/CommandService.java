package dev.ingestion.ports.in;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Runs command lines that were given elsewhere, with the same output. Called by a way in from
 * outside for each command that comes. Thread-safe.
 *
 * <p>A command is run once, and never repeated by itself: nobody knows how far one came whose
 * client was cut off. One that carries a job goes on without its client.
 *
 * <p>Not offered: commands that serve, and those that need no platform ({@code config}, {@code
 * version}); they run where they are given.
 */
public interface CommandService {
  /**
   * Takes a command and returns at once; a thread of its own runs it.
   *
   * @throws dev.ingestion.domain.IngestionException OWNER_UNAVAILABLE if too many run already, or
   *     this process takes none or no more; trying again later is safe
   */
  Conversation give(GivenCommand command, Client client);

  /**
   * A command line.
   *
   * @param pid of the process that gives it, on whatever machine
   * @param name of the command, for example {@code dlq list}, which may be shown and logged;
   *     arguments may hold secrets
   * @param arguments the whole command line
   * @param settings by key, those that the process set itself, without secrets
   */
  record GivenCommand(
      long pid, String name, List<String> arguments, Map<String, String> settings, Screen screen) {
    public GivenCommand {
      if (!name.matches("[a-z-]{1,40}( [a-z-]{1,40})?")) {
        throw new IllegalArgumentException("name must be that of a command: " + name);
      }
      if (screen == null) {
        throw new IllegalArgumentException("screen must be there");
      }
      arguments = List.copyOf(arguments);
      settings = Map.copyOf(settings);
    }

    /** Without the arguments. */
    @Override
    public String toString() {
      return "%s of process %d".formatted(name, pid);
    }
  }

  /**
   * What is at the other end of the client's streams.
   *
   * @param interactive whether somebody can be asked
   * @param styled whether standard output takes escape sequences
   * @param live whether a line of the standard error stream can be redrawn
   * @param columns width of the terminal
   */
  record Screen(boolean interactive, boolean styled, boolean live, int columns) {}

  /** Takes what a command prints. Called by one thread at a time; may take its time. */
  interface Client {
    /**
     * @param bytes UTF-8, not necessarily whole characters; not kept
     * @return false if the client is gone
     */
    boolean out(byte[] bytes, int offset, int length);

    /** The same for the standard error stream. */
    boolean err(byte[] bytes, int offset, int length);

    /**
     * Asks for a line, which comes through {@link Conversation#answer}.
     *
     * @return false if the client is gone
     */
    boolean ask();

    /** The command is over. */
    void exit(int code);

    /** Nothing more comes: after {@link #exit}, or because the client counts as gone. */
    void close();

    /**
     * What a path on the command line means.
     *
     * @throws dev.ingestion.domain.IngestionException INVALID_ARGUMENT if the client may not name
     *     it
     */
    String located(String given);
  }

  /** A command that runs, as its client sees it. Thread-safe. */
  interface Conversation {
    /**
     * @param line without its end; null if there is no more input
     * @return false if an answer was given before that nobody has asked for yet
     */
    boolean answer(@Nullable String line);

    /** The client is gone. Does nothing the second time. */
    void leave();
  }
}
