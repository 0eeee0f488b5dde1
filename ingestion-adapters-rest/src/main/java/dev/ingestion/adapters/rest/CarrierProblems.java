package dev.ingestion.adapters.rest;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** Answers requests that are so malformed that they come no further than to the carrier. */
final class CarrierProblems extends ErrorHandler {
  private final JsonCodec json;

  CarrierProblems(JsonCodec json) {
    this.json = json;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    int status = response.getStatus();
    Object reason = request.getAttribute(ERROR_MESSAGE);
    String id = Correlation.create();
    Problem problem =
        Problem.of(
            status,
            Problems.general(status),
            status < 500
                ? "The request is malformed: " + Objects.toString(reason, "it is no HTTP")
                : "The request failed before it was looked at",
            id);
    byte[] body = json.toJsonString(problem, Problem.class).getBytes(StandardCharsets.UTF_8);
    // it is closed after this; a client that is not told sends its next request in vain
    response.getHeaders().put(HttpHeader.CONNECTION, HttpHeaderValue.CLOSE);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, Problem.MEDIA_TYPE);
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
    response.getHeaders().put(Correlation.HEADER, id);
    response.write(true, ByteBuffer.wrap(body), callback);
    return true;
  }
}
