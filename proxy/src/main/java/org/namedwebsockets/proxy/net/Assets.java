package org.namedwebsockets.proxy.net;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * The pages and scripts we serve, out of our own jar. A file is read, and packed, once: when first
 * asked for.
 *
 * <p>Not thread safe: confined to the hub's loop.
 */
final class Assets {
  private static final String LEGAL_PATH = "(/[A-Za-z0-9_-][A-Za-z0-9._-]*)+/?|/";
  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "js", "text/javascript; charset=utf-8",
          "mjs", "text/javascript; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "json", "application/json",
          "svg", "image/svg+xml",
          "png", "image/png",
          "md", "text/plain; charset=utf-8",
          "ts", "text/plain; charset=utf-8");

  private final Map<String, Asset> read = new HashMap<>();

  /**
   * A file, or the address where it really is.
   *
   * @param type its media type
   * @param body its bytes
   * @param packed the same in gzip, which may be longer
   * @param anyOrigin whether pages of other sites may load it
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Asset(String type, byte[] body, byte[] packed, boolean anyOrigin) {}

  /** The file at a path; a folder means its {@code index.html}. */
  Optional<Asset> find(String path) {
    if (!path.matches(LEGAL_PATH)) {
      return Optional.empty();
    }
    Asset known = read.get(path);
    if (known == null) {
      known = load(path);
      if (known == null) {
        return Optional.empty();
      }
      read.put(path, known);
    }
    return Optional.of(known);
  }

  /** Whether a path without a slash at its end is a folder of ours. */
  boolean isFolder(String path) {
    return !path.endsWith("/") && find(path + "/").isPresent();
  }

  private static @Nullable Asset load(String path) {
    String file = file(path.endsWith("/") ? path + "index.html" : path);
    String type = TYPES.get(file.substring(file.lastIndexOf('.') + 1));
    if (type == null) {
      return null;
    }
    try (InputStream in = Assets.class.getResourceAsStream(file)) {
      boolean anyOrigin = file.contains("/web/namedwebsockets/");
      if (in == null) {
        return null;
      }
      byte[] body = in.readAllBytes();
      return new Asset(type, body, packed(body), anyOrigin);
    } catch (IOException broken) {
      throw new UncheckedIOException("our own jar cannot be read", broken);
    }
  }

  private static byte[] packed(byte[] body) throws IOException {
    var out = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(out)) {
      gzip.write(body);
    }
    return out.toByteArray();
  }

  /** Where in the jar the file of a path is. */
  private static String file(String path) {
    if (path.equals("/index.html")) {
      return "/assets/web/landing/index.html";
    }
    if (path.equals("/console")) {
      return "/assets/web/console/index.html";
    }
    if (path.equals("/namedwebsockets.js") || path.equals("/namedwebsockets.mjs")) {
      return "/assets/web/namedwebsockets" + path;
    }
    if (path.startsWith("/console/") || path.startsWith("/landing/")) {
      return "/assets/web" + path;
    }
    return "/assets" + path;
  }
}
