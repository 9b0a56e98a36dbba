package org.namedwebsockets.cli;

import java.io.IOException;
import java.net.BindException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** Explains why a port cannot be had, and what to do. */
final class PortConflict {
  private static final Duration ASK_MAX = Duration.ofSeconds(2);
  private static final int PRIVILEGED_BELOW = 1024;

  private PortConflict() {}

  /** Looks who holds the port and says so. */
  static String explain(int port, BindException refused) {
    String why = String.valueOf(refused.getMessage()).toLowerCase(Locale.ROOT);
    if (why.contains("permission") && port < PRIVILEGED_BELOW) {
      return "port %d needs the rights of root. Take one from 1024 on: nws --port %d"
          .formatted(port, other(port));
    }
    return sentence(port, PortHolder.find(port), isProxy(port));
  }

  /** The message, from what is known. Pure. */
  static String sentence(int port, Optional<PortHolder> holder, boolean isProxy) {
    String who = holder.map(PortHolder::text).orElse("");
    String first;
    if (isProxy) {
      first =
          "nws is running on port %d already%s. Its console: http://localhost:%d/console"
              .formatted(port, who.isEmpty() ? "" : ": " + who, port);
    } else if (holder.isPresent()) {
      first = "port %d is taken by %s.%s".formatted(port, who, knownUse(holder.get().command()));
    } else {
      first =
          "port %d is taken. See by whom: sudo ss -ltnp 'sport = :%d'%s"
              .formatted(port, port, port == 9009 ? "\n" + KNOWN : "");
    }
    return "%s\nTo run on another port: nws --port %d   (pages then open ws://localhost:%d/...)"
        .formatted(first, other(port), other(port));
  }

  private static final String KNOWN =
      "Known to use 9009: ClickHouse (between its servers) and QuestDB (line protocol over TCP).";

  private static String knownUse(String command) {
    String lower = command.toLowerCase(Locale.ROOT);
    if (lower.contains("clickhouse")) {
      return " ClickHouse uses it between its servers (interserver_http_port).";
    }
    if (lower.contains("questdb")) {
      return " QuestDB uses it for its line protocol (line.tcp.net.bind.to).";
    }
    return "";
  }

  private static int other(int port) {
    int other = Math.max(port, 8909) + 100;
    return other <= 65535 ? other : 9109;
  }

  /** Whether a proxy like us answers there. */
  private static boolean isProxy(int port) {
    try {
      return ProxyQuery.status(Target.at(port), ASK_MAX).isProxy();
    } catch (IOException _) {
      return false;
    }
  }
}
