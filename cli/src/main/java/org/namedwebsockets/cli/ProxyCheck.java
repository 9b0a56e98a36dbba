package org.namedwebsockets.cli;

import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.namedwebsockets.client.Incoming;
import org.namedwebsockets.client.NamedWebSocket;
import org.namedwebsockets.client.NamedWebSocketException;
import org.namedwebsockets.client.Options;
import org.namedwebsockets.protocol.ProtocolException;
import org.namedwebsockets.protocol.wire.JsonTree;
import org.namedwebsockets.proxy.Proxy;
import org.namedwebsockets.proxy.diagnosis.Finding;
import org.namedwebsockets.proxy.diagnosis.Standing;

/** Looks at the proxy of this machine: whether it is there, answers, and brings messages over. */
final class ProxyCheck {
  private static final Duration ANSWER_MAX = Duration.ofSeconds(5);

  private final Target target;
  private final int port;
  private final List<Finding> findings = new ArrayList<>();
  private OptionalInt linkPort = OptionalInt.empty();

  ProxyCheck(Target target) {
    this.target = target;
    this.port = target.port();
  }

  List<Finding> findings() {
    findings.clear();
    try {
      ProxyQuery.Answer answer = ProxyQuery.status(target, ANSWER_MAX);
      if (answer.wantsToken()) {
        findings.add(
            Finding.fail(
                "port %d: the proxy asks for its token, and we have none that holds"
                    .formatted(port),
                Quoted.of(answer.body().strip()) + "; nws token says where it is"));
      } else if (answer.isProxy()) {
        running(JsonTree.of(answer.body()));
      } else {
        occupied("status %d for /api/status".formatted(answer.status()));
      }
    } catch (ConnectException _) {
      findings.add(
          Finding.fail("port %d: nothing listens".formatted(port), "start the proxy: nws"));
    } catch (IOException | ProtocolException e) {
      occupied(String.valueOf(e.getMessage()));
    }
    return findings;
  }

  /** What other proxies dial, as the proxy said: 0 for nothing; empty if it said nothing. */
  OptionalInt linkPort() {
    return linkPort;
  }

  private void occupied(String seen) {
    String holder = PortHolder.find(port).map(PortHolder::text).orElse("another program");
    findings.add(
        Finding.fail(
            "port %d: what answers is no nws but %s (%s)".formatted(port, holder, Quoted.of(seen)),
            "stop it, or run the proxy elsewhere: nws --port " + (port == 9009 ? 9109 : 9009)));
  }

  private void running(JsonTree status) {
    JsonTree proxy = status.field("proxy");
    String holder = PortHolder.find(port).map(found -> ": " + found.text()).orElse("");
    findings.add(Finding.ok("port %d: the proxy answers%s".formatted(port, holder)));
    version(proxy.field("version").text());
    message();
    int dialled = proxy.field("linkPort").number().orElse(0L).intValue();
    linkPort = OptionalInt.of(dialled);
    List<String> links =
        status.field("links").items().stream().map(link -> link.field("state").text()).toList();
    findings.addAll(new Standing("", port, dialled, links).findings());
  }

  private void version(String theirs) {
    String ours = Proxy.version();
    findings.add(
        theirs.equals(ours)
            ? Finding.ok("its version is ours: " + ours)
            : Finding.warn(
                "its version is " + Quoted.of(theirs) + ", ours " + ours,
                "stop it and start it again: nws"));
  }

  private void message() {
    String channel = "doctor-" + UUID.randomUUID();
    Options options = Options.DEFAULTS.withPort(port).withKind("doctor").withToken(target.token());
    long beganNs = System.nanoTime();
    try (NamedWebSocket ann = NamedWebSocket.local(channel, options);
        NamedWebSocket bob = NamedWebSocket.local(channel, options)) {
      ann.send("are you well?");
      Optional<Incoming> heard = bob.receive(ANSWER_MAX);
      long tookMs = (System.nanoTime() - beganNs) / 1_000_000;
      findings.add(
          heard.isPresent()
              ? Finding.ok("a message went from peer to peer, all within %d ms".formatted(tookMs))
              : Finding.fail(
                  "a message did not arrive within " + ANSWER_MAX.toSeconds() + " s",
                  "what the proxy counts: nws status"));
    } catch (NamedWebSocketException e) {
      findings.add(
          Finding.fail(
              "no WebSocket: " + Quoted.of(String.valueOf(e.getMessage())),
              "is the proxy of this version? stop it and start it again: nws"));
    }
  }
}
