package org.namedwebsockets.cli;

import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.namedwebsockets.client.Incoming;
import org.namedwebsockets.client.NamedWebSocket;
import org.namedwebsockets.client.NamedWebSocketException;
import org.namedwebsockets.client.Options;
import org.namedwebsockets.protocol.ProtocolException;
import org.namedwebsockets.protocol.wire.JsonTree;
import org.namedwebsockets.proxy.Proxy;

/** Looks at the proxy of this machine: whether it is there, answers, and brings messages over. */
final class ProxyCheck {
  private static final Duration ANSWER_MAX = Duration.ofSeconds(5);
  private static final int USUAL_LINK_PORT = 9010;

  private final Target target;
  private final int port;
  private final List<Finding> findings = new ArrayList<>();

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

  /** What other proxies dial. */
  int linkPort() {
    return USUAL_LINK_PORT;
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
    boolean lan = !proxy.field("id").text().isEmpty();
    findings.add(
        lan
            ? Finding.ok("the proxy has its LAN side")
            : Finding.warn(
                "the proxy has no LAN side: network channels join this machine only",
                "start it without --lan off; the log (lan.closed) says why it has none"));
    if (lan) {
      links(status.field("links").items());
    }
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

  private void links(List<JsonTree> links) {
    long up = links.stream().filter(link -> link.field("state").text().equals("up")).count();
    if (up > 0) {
      findings.add(Finding.ok("it is linked with other proxies: " + up));
    } else if (links.isEmpty()) {
      findings.add(
          Finding.warn(
              "it has found no other proxy",
              "start nws on another machine; where multicast does not pass: nws --peer ADDRESS"));
    } else {
      findings.add(
          Finding.warn(
              "it has found " + links.size() + " other proxies, but no link is up",
              "nws proxies shows their state; TCP 9010 must be open on both machines"));
    }
  }
}
