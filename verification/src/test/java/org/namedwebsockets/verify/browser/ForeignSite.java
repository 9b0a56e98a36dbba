package org.namedwebsockets.verify.browser;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.SimpleFileServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;

/** A site of one page that nobody has allowed, on a port of its own. */
final class ForeignSite implements AutoCloseable {
  private final HttpServer server;

  private ForeignSite(HttpServer server) {
    this.server = server;
  }

  /** Serves a page from a new folder. */
  static ForeignSite start(Path folder, String page) throws IOException {
    Path pages = Files.createDirectory(folder.resolve("pages"));
    Files.writeString(pages.resolve("page.html"), page);
    HttpServer server =
        SimpleFileServer.createFileServer(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            pages,
            SimpleFileServer.OutputLevel.NONE);
    server.start();
    return new ForeignSite(server);
  }

  /** Answers a path in another way. */
  void at(String path, HttpHandler answer) {
    server.createContext(path, answer);
  }

  String origin() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** The address of the page. */
  String page() {
    return origin() + "/page.html";
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
