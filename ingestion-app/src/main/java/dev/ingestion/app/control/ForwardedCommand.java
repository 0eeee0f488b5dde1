package dev.ingestion.app.control;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * A command line that one process gives and another runs.
 *
 * @param pid of the process that gives it
 * @param name of the command, which may be shown and logged; arguments may hold secrets
 * @param arguments the whole command line
 * @param directory where it was given
 * @param settings by key, those that the process set itself, secrets hidden
 */
public record ForwardedCommand(
    long pid,
    String name,
    List<String> arguments,
    String directory,
    Map<String, String> settings,
    Screen screen) {
  private static final ObjectMapper MAPPER = JsonMapper.builder().build();

  public ForwardedCommand {
    arguments = List.copyOf(arguments);
    settings = Map.copyOf(settings);
  }

  /** What is at the other end of the process's streams. */
  public record Screen(boolean interactive, boolean styled, boolean live, int columns) {}

  byte[] toJson() {
    try {
      return MAPPER.writeValueAsBytes(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("Cannot be written as JSON: command " + name, e);
    }
  }

  static ForwardedCommand ofJson(byte[] json) throws IOException {
    return MAPPER.readValue(json, ForwardedCommand.class);
  }

  /** Without the arguments. */
  @Override
  public String toString() {
    return "%s of process %d".formatted(name, pid);
  }
}
