package org.namedwebsockets.proxy.net;

import java.util.Collection;
import org.namedwebsockets.protocol.CloseReason;
import org.namedwebsockets.proxy.hub.ChannelView;
import org.namedwebsockets.proxy.metrics.Counter;

/**
 * The counters as Prometheus reads them.
 *
 * @spec https://prometheus.io/docs/instrumenting/exposition_formats/ "Exposition formats"
 */
final class MetricsText {
  private final StringBuilder out = new StringBuilder(4096);

  private MetricsText() {}

  static String of(HubLoop loop) {
    MetricsText text = new MetricsText();
    for (Counter counter : Counter.values()) {
      String name = "nws_" + counter.word().replace('.', '_') + "_total";
      text.head(name, "counter", counter.help());
      text.line(name, "", loop.metrics().value(counter));
    }
    text.head("nws_sockets_closed_total", "counter", "WebSockets of this machine that ended");
    for (CloseReason reason : CloseReason.values()) {
      text.line(
          "nws_sockets_closed_total",
          "{reason=\"" + reason.word() + "\"}",
          loop.metrics().value(reason));
    }
    Collection<ChannelView> channels = loop.hub().channels();
    text.gauge("nws_channels", "Channels now", channels.size());
    text.gauge(
        "nws_peers",
        "Peers of this machine now",
        channels.stream().mapToLong(channel -> channel.local().size()).sum());
    text.gauge(
        "nws_peers_remote",
        "Peers behind other proxies now",
        channels.stream().mapToLong(channel -> channel.remote().size()).sum());
    text.gauge("nws_connections", "Connections to the local port now", loop.connections());
    text.gauge(
        "nws_backlog_bytes", "Bytes that wait for slow readers", loop.hub().backlog().bytes());
    return text.out.toString();
  }

  private void gauge(String name, String help, long value) {
    head(name, "gauge", help);
    line(name, "", value);
  }

  private void head(String name, String type, String help) {
    out.append("# HELP ").append(name).append(' ').append(help).append('\n');
    out.append("# TYPE ").append(name).append(' ').append(type).append('\n');
  }

  private void line(String name, String labels, long value) {
    out.append(name).append(labels).append(' ').append(value).append('\n');
  }
}
