package org.namedwebsockets.verify.browser;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.namedwebsockets.proxy.Proxy;
import org.namedwebsockets.proxy.ProxyConfig;
import org.namedwebsockets.proxy.access.OriginRule;
import org.namedwebsockets.verify.system.LocalOnly;
import org.namedwebsockets.verify.system.TestPeer;

/** Two proxies that are linked, peers on both, and a site that waits for somebody to decide. */
final class Crowd implements AutoCloseable {
  static final String SITE = "https://example.org";

  private final List<TestPeer> peers = new ArrayList<>();
  private final Proxy here;
  private final Proxy there;
  private final int linkPort;

  /** Nobody but two proxies. */
  Crowd(Path folder) throws IOException {
    var lan = new ProxyConfig.LanConfig(true, 0, false, List.of(), List.of(), List.of());
    here =
        Proxy.start(
            ProxyConfig.DEFAULTS
                .withPort(0)
                .withLan(lan)
                .withOrigins(new OriginRule.Ask(), Optional.of(folder.resolve("origins"))));
    linkPort = LocalOnly.linkPort(here);
    there = LocalOnly.linked(0, List.of("127.0.0.1:" + linkPort));
  }

  int port() {
    return here.port();
  }

  int linkPort() {
    return linkPort;
  }

  String at(String path) {
    return "http://localhost:" + here.port() + path;
  }

  /** A raw peer of this machine. */
  TestPeer joins(String path) {
    return joins(here, path);
  }

  /** A raw peer of the other. */
  TestPeer joinsThere(String path) {
    return joins(there, path);
  }

  private TestPeer joins(Proxy proxy, String path) {
    TestPeer peer = TestPeer.open(proxy.port(), path);
    peers.add(peer);
    return peer;
  }

  /** Several on three channels. */
  void gathers() {
    joins("/network/chat/ann?name=Ann&kind=page");
    joins("/network/chat/bob?name=Bob&kind=phone");
    joins("/network/game/p1?name=Player&kind=player");
    joins("/local/clipboard/7");
    joins("/local/clipboard/8?name=Editor");
    for (int i = 0; i < 9; i++) {
      joins("/local/sensors/s" + i + "?kind=sensor");
    }
    joinsThere("/network/chat/cat?name=Cat&kind=page");
    joinsThere("/network/game/p2?name=Zo%C3%AB&kind=player");
  }

  /** A page of another site tries to come in; nobody has decided about it. */
  void siteAsks() {
    HttpClient.newHttpClient()
        .newWebSocketBuilder()
        .header("Origin", SITE)
        .buildAsync(
            URI.create("ws://localhost:" + port() + "/local/chat/1"), new WebSocket.Listener() {})
        .handle((_, refused) -> refused)
        .orTimeout(TestPeer.PATIENCE_S, TimeUnit.SECONDS)
        .join();
  }

  /** The proxy of this machine goes away. */
  void leavesUs() {
    here.close();
  }

  @Override
  public void close() {
    peers.forEach(TestPeer::close);
    there.close();
    here.close();
  }
}
