package org.namedwebsockets.verify.browser;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A site that the browser takes for one of the internet, with the script on its pages. */
final class FarSite implements AutoCloseable {
  private static final Path SCRIPT = Path.of("..", "web", "namedwebsockets", "namedwebsockets.js");

  private static final String PATIENCE = "\nNamedWebSocket.limits.healthWaitMs = 60000;";

  private static final String TELLS_WHO_CONNECTS =
      """

      onconnect = async ({ ports: [port] }) => {
        port.postMessage((await NamedWebSocket.availability()).state);
      };
      """;

  private final HttpServer server;
  private final String script;

  private FarSite(HttpServer server, String script) {
    this.server = server;
    this.script = script;
  }

  /** A site whose pages look for a proxy at this port. */
  static FarSite start(int proxyPort) {
    try {
      InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
      String proxy = "\nNamedWebSocket.proxy = 'ws://localhost:" + proxyPort + "';" + PATIENCE;
      FarSite site = new FarSite(HttpServer.create(any, 0), Files.readString(SCRIPT) + proxy);
      site.server.createContext("/", site::answer);
      site.server.start();
      return site;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    boolean isScript = path.endsWith(".js");
    String type = isScript ? "text/javascript" : "text/html";
    exchange.getResponseHeaders().set("Content-Type", type + "; charset=utf-8");
    String more = path.equals("/shared.js") ? TELLS_WHO_CONNECTS : "";
    String text = isScript ? script + more : page(path);
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(200, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private String page(String path) {
    String frame = "<!doctype html><iframe src=\"" + at("other.test", "/") + "\"";
    return switch (path) {
      case "/frame" -> frame + "></iframe>";
      case "/frame-allowed" -> frame + " allow=\"loopback-network\"></iframe>";
      default -> "<!doctype html><script src=\"/script.js\"></script>";
    };
  }

  /** The site under one of its names; not all of them count as secure. */
  String at(String name, String path) {
    return "http://" + name + ":" + server.getAddress().getPort() + path;
  }

  /** What makes a browser take this for a secure site far away, wherever it really is. */
  List<String> arguments() {
    return List.of(
        "--host-resolver-rules=MAP *.test 127.0.0.1",
        "--ip-address-space-overrides=127.0.0.1:" + server.getAddress().getPort() + "=public",
        "--unsafely-treat-insecure-origin-as-secure="
            + at("public.test", "")
            + ","
            + at("other.test", ""));
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
