package dev.ingestion.adapters.rest;

import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpParser;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.internal.HttpConnection;
import org.eclipse.jetty.util.NanoTime;

/**
 * Takes connections in, as many and as long as the limits allow. Jetty itself closes what is
 * silent; a client that sends a byte now and then is not, and is closed here: by then it has had
 * the time for its head, or its body comes too slowly. Such a client costs a connection, and while
 * it sends a body a thread.
 */
final class Carrier extends ServerConnector {
  /** Bodies may begin slowly. */
  private static final long GRACE_SECONDS = 10;

  private static final long LOOK_EVERY_MILLIS = 500;

  /**
   * Each connection would keep room for headers that come again as long as it is open, some 100
   * bytes for each byte of theirs: 6 MB for a thousand idle clients if they may be 64 bytes long.
   * To read them anew costs next to nothing.
   */
  private static final int REMEMBERED_HEADERS = 0;

  private final LimitsConfig limits;

  private Carrier(Server server, HttpConfiguration http, LimitsConfig limits) {
    super(server, 1, 1, new HttpConnectionFactory(http));
    this.limits = limits;
  }

  static Connector create(
      Server server, HttpConfiguration http, RestConfig config, LimitsConfig limits) {
    http.setRequestHeaderSize(Math.toIntExact(limits.head().bytes()));
    http.setSendServerVersion(false);
    http.setHeaderCacheSize(REMEMBERED_HEADERS);
    Carrier carrier = new Carrier(server, http, limits);
    carrier.setHost(config.host());
    carrier.setPort(config.port());
    carrier.setIdleTimeout(limits.idleTimeout().toMillis());
    carrier.addBean(new NetworkConnectionLimit(limits.connections(), carrier));
    return carrier;
  }

  @Override
  protected void doStart() throws Exception {
    super.doStart();
    lookLater();
  }

  private void lookLater() {
    getScheduler().schedule(this::look, LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void look() {
    if (isRunning()) {
      getConnectedEndPoints().forEach(this::closeIfTooSlow);
      lookLater();
    }
  }

  private void closeIfTooSlow(EndPoint client) {
    if (client.getConnection() instanceof HttpConnection connection && isTooSlow(connection)) {
      client.close();
    }
  }

  private boolean isTooSlow(HttpConnection connection) {
    HttpParser request = connection.getParser();
    if (request.isStart()) {
      return false; // between two requests
    }
    long nanos = NanoTime.since(request.getBeginNanoTime());
    if (request.inHeaderState()) {
      return nanos > limits.headTimeout().toNanos();
    }
    long seconds = TimeUnit.NANOSECONDS.toSeconds(nanos) - GRACE_SECONDS;
    return request.inContentState()
        && seconds > 0
        && request.getContentRead() < seconds * limits.bodyRate();
  }
}
