package dev.ingestion.adapters.rest;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Header;
import io.javalin.http.HttpStatus;
import io.javalin.http.NotFoundResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The files of the dashboard, as they lie in the program. They are open to all, since they hold no
 * data: whatever they show they ask the API for.
 */
final class DashboardRoutes implements Routes {
  private static final String FOLDER = "/dashboard/";
  private static final String PAGE = "index.html";

  /** Names of files; nothing else is looked for. */
  private static final Pattern NAME = Pattern.compile("(?:[a-z-]+/)?[a-z-]+\\.(css|js|svg)");

  private static final Map<String, String> TYPES =
      Map.of(
          "css", "text/css; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "svg", "image/svg+xml");

  /** Only files that are there, so it is bounded. */
  private final Map<String, Asset> assets = new ConcurrentHashMap<>();

  @Override
  public void addTo(RoutesConfig routes) {
    routes.get(
        "/", context -> answer(context, asset(PAGE, "text/html; charset=utf-8")), Access.OPEN);
    routes.get(FOLDER + "<file>", this::file, Access.OPEN);
  }

  private void file(Context context) {
    String name = context.pathParam("file");
    Matcher matcher = NAME.matcher(name);
    @Nullable String type = matcher.matches() ? TYPES.get(matcher.group(1)) : null;
    answer(context, type == null ? null : asset(name, type));
  }

  private @Nullable Asset asset(String name, String type) {
    return assets.computeIfAbsent(name, missing -> Asset.read(missing, type));
  }

  /** A browser asks each time whether its copy is still good, so that an upgrade shows at once. */
  private static void answer(Context context, @Nullable Asset asset) {
    if (asset == null) {
      throw new NotFoundResponse();
    }
    context.header(Header.CACHE_CONTROL, "no-cache").header(Header.ETAG, asset.tag());
    String known = context.header(Header.IF_NONE_MATCH);
    if (known != null && known.contains(asset.tag())) {
      context.status(HttpStatus.NOT_MODIFIED);
    } else {
      context.contentType(asset.type()).result(asset.bytes());
    }
  }

  /**
   * A file.
   *
   * @param bytes never changed
   * @param tag changes with the content
   */
  @SuppressWarnings("ArrayRecordComponent") // handed to the response as it is, and never compared
  private record Asset(byte[] bytes, String type, String tag) {
    /** Null if there is none of that name. */
    static @Nullable Asset read(String name, String type) {
      try (InputStream in = DashboardRoutes.class.getResourceAsStream(FOLDER + name)) {
        if (in == null) {
          return null;
        }
        byte[] bytes = in.readAllBytes();
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
        return new Asset(bytes, type, "\"%s\"".formatted(HexFormat.of().formatHex(hash, 0, 16)));
      } catch (IOException e) {
        throw new UncheckedIOException("The dashboard's file %s cannot be read".formatted(name), e);
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("Every Java platform has SHA-256", e);
      }
    }
  }
}
