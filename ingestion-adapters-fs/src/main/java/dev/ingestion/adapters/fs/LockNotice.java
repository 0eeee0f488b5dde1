package dev.ingestion.adapters.fs;

import dev.ingestion.ports.out.OwnerEndpoint;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What stands in the lock file: who holds it, and where that process takes commands. Lines of
 * {@code key=value}, of which a reader may catch half.
 *
 * @param pid "unknown" if it cannot be read
 * @param command what the holder runs, for people; empty if it does not say
 * @param endpoint null if the holder takes no commands, or not in a way that we know
 */
record LockNotice(String pid, String command, @Nullable OwnerEndpoint endpoint) {
  /** Raised when an older program could not talk to a newer one. */
  private static final String PROTOCOL = "1";

  private static final int TOKEN_LENGTH = 64;

  private static final Pattern COMMAND = Pattern.compile("[a-z]{1,20}( [a-z]{1,20})?");

  static String holder(long pid, Instant started) {
    return "pid=%d\nstarted=%s\n".formatted(pid, started);
  }

  /** Stands behind the holder. */
  static String endpoint(OwnerEndpoint endpoint, String command) {
    return "protocol=%s\nport=%d\ntoken=%s\ncommand=%s\n"
        .formatted(PROTOCOL, endpoint.port(), endpoint.token(), command);
  }

  /** Who holds it, for people. */
  String owner() {
    return "process " + pid + (command.isEmpty() ? "" : " ('ingestion " + command + "')");
  }

  static LockNotice parse(String text) {
    Map<String, String> values = new HashMap<>();
    for (String line : text.lines().toList()) {
      int equals = line.indexOf('=');
      if (equals > 0) {
        values.put(line.substring(0, equals), line.substring(equals + 1));
      }
    }
    String command = values.getOrDefault("command", "");
    return new LockNotice(
        values.getOrDefault("pid", "unknown"),
        COMMAND.matcher(command).matches() ? command : "",
        endpoint(values));
  }

  private static @Nullable OwnerEndpoint endpoint(Map<String, String> values) {
    String port = values.getOrDefault("port", "");
    String token = values.getOrDefault("token", "");
    boolean whole =
        PROTOCOL.equals(values.get("protocol"))
            && port.matches("[1-9][0-9]{0,4}")
            && token.length() == TOKEN_LENGTH;
    return whole && Integer.parseInt(port) <= 65_535
        ? new OwnerEndpoint(Integer.parseInt(port), token)
        : null;
  }
}
