package dev.ingestion.app.control;

import dev.ingestion.app.control.Wire.Frame;
import dev.ingestion.app.control.Wire.Kind;
import dev.ingestion.domain.ErrorCode;
import dev.ingestion.domain.IngestionException;
import dev.ingestion.ports.out.OwnerEndpoint;
import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Gives a command to the process that owns the data root, and shows what comes back. */
public final class ControlClient implements AutoCloseable {
  /** The owner accepts within moments, unless it is frozen or the machine is overloaded. */
  private static final Duration MOST_FOR_ACCEPTING = Duration.ofSeconds(15);

  private final Socket socket;
  private final String owner;

  private ControlClient(Socket socket, String owner) {
    this.socket = socket;
    this.owner = owner;
  }

  /**
   * Gives the command.
   *
   * @param owner for messages, for example "process 4711"
   * @return empty if nobody takes it there: the owner is gone, or about to be
   * @throws IngestionException OWNER_UNAVAILABLE if the owner does not answer or is busy,
   *     INVALID_ARGUMENT if the command line is too long
   */
  public static Optional<ControlClient> give(
      ForwardedCommand command, OwnerEndpoint endpoint, String owner) {
    return give(command, endpoint, owner, MOST_FOR_ACCEPTING);
  }

  static Optional<ControlClient> give(
      ForwardedCommand command, OwnerEndpoint endpoint, String owner, Duration patience) {
    byte[] request = command.toJson();
    if (request.length > ControlLimits.COMMAND_BYTES) {
      throw new IngestionException(
          ErrorCode.INVALID_ARGUMENT,
          "The command line is too long for %s, which owns the data root".formatted(owner));
    }
    Socket socket = new Socket();
    try {
      int millis = Math.toIntExact(patience.toMillis());
      socket.connect(
          new InetSocketAddress(InetAddress.getLoopbackAddress(), endpoint.port()), millis);
      socket.setSoTimeout(millis);
      Wire.greet(socket.getOutputStream(), endpoint.token());
      Wire.write(socket.getOutputStream(), Kind.COMMAND, request);
      Frame frame = Wire.read(socket.getInputStream(), ControlLimits.OUTPUT_BYTES);
      if (frame.kind() == Kind.READY) {
        socket.setSoTimeout(0);
        return Optional.of(new ControlClient(socket, owner));
      }
      close(socket);
      if (frame.kind() == Kind.BUSY) {
        throw unavailable(
            "The data root is in use by %s, which already runs %d commands of other processes. Try again later"
                .formatted(owner, frame.number()),
            null);
      }
      return Optional.empty(); // told to end in this very moment
    } catch (SocketTimeoutException e) {
      close(socket);
      throw unavailable(
          "The data root is in use by %s, which does not answer. If it is stuck, stop it"
              .formatted(owner),
          e);
    } catch (IOException e) {
      close(socket); // refused or cut off: whoever it was does not take commands any more
      return Optional.empty();
    }
  }

  /**
   * Shows what the command prints until it is over.
   *
   * @return its exit code
   * @throws IngestionException OWNER_UNAVAILABLE if the owner dies before
   */
  public int show(BufferedReader in, PrintStream out, PrintStream err) {
    try {
      return new SocketDisplay().show(in, out, err);
    } catch (IOException e) {
      String what = e instanceof EOFException ? "has ended" : "was cut off (%s)".formatted(e);
      throw unavailable(
          "The data root's owner, %s, %s before this command was done. If it worked on a job, the job is kept: the same command continues it"
              .formatted(owner, what),
          e);
    }
  }

  private final class SocketDisplay extends Display {
    @Override
    Frame next() throws IOException {
      return Wire.read(socket.getInputStream(), ControlLimits.OUTPUT_BYTES);
    }

    @Override
    void answer(@Nullable String line) throws IOException {
      String answer = line == null ? "" : line + "\n";
      Wire.write(socket.getOutputStream(), Kind.ANSWER, answer.getBytes(StandardCharsets.UTF_8));
    }
  }

  /** Leaves the command to itself if it is not over. */
  @Override
  public void close() {
    close(socket);
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw unavailable("The connection to the data root's owner cannot be closed: " + e, e);
    }
  }

  private static IngestionException unavailable(String message, @Nullable Throwable cause) {
    return new IngestionException(ErrorCode.OWNER_UNAVAILABLE, message, cause);
  }
}
