package dev.ingestion.app.control;

import dev.ingestion.app.control.Wire.Kind;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.file.Path;

/** To a process of this machine, over a socket. */
final class SocketChannel implements CommandChannel {
  private final Socket socket;
  private final OutputStream raw;
  private final Path directory;

  /**
   * @param directory where the command was given: what relative paths count from
   */
  SocketChannel(Socket socket, Path directory) throws IOException {
    this.socket = socket;
    this.raw = socket.getOutputStream();
    this.directory = directory;
  }

  @Override
  public void send(Kind kind, byte[] bytes, int offset, int length) throws IOException {
    Wire.write(raw, kind, bytes, offset, length);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  @Override
  public String located(String given) {
    return Places.from(directory, given);
  }

  @Override
  public boolean outlivesThePlatform() {
    return true;
  }
}
