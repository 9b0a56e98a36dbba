package org.namedwebsockets.proxy.net;

import java.nio.charset.StandardCharsets;
import org.namedwebsockets.protocol.PeerDetails;
import org.namedwebsockets.protocol.wire.JsonText;
import org.namedwebsockets.proxy.hub.ChannelView;
import org.namedwebsockets.proxy.hub.Peer;
import org.namedwebsockets.proxy.hub.Traffic;
import org.namedwebsockets.proxy.metrics.Counter;

/** What is here now, as JSON for {@code /api/status}. */
final class StatusText {
  private StatusText() {}

  static String of(LocalSite site, LinksStatus links) {
    HubLoop loop = site.loop();
    JsonText json = new JsonText().object();
    json.field("proxy").object();
    json.field("version").string(site.version());
    json.field("id").string(links.id());
    json.field("port").number(site.port());
    json.field("linkPort").number(links.port());
    json.field("uptimeSeconds").number(site.uptimeSeconds()).end();
    json.field("limits").object();
    json.field("messageBytesMax").number(loop.limits().messageBytesMax()).end();
    json.field("channels").array();
    loop.hub().channels().forEach(channel -> channel(json, channel));
    json.end();
    json.field("links").array();
    links.links().forEach(link -> link(json, link));
    json.end();
    json.field("counters").object();
    for (Counter counter : Counter.values()) {
      json.field(counter.word()).number(loop.metrics().value(counter));
    }
    return new String(json.end().end().toUtf8(), StandardCharsets.UTF_8);
  }

  private static void channel(JsonText json, ChannelView channel) {
    json.object();
    json.field("scope").string(channel.key().scope().word());
    json.field("name").string(channel.key().name().value());
    json.field("peers").array();
    for (Peer.Local peer : channel.local()) {
      boolean control = channel.watched().contains(peer.id());
      String form = peer.receiver() instanceof MemberSocket socket ? socket.form().word() : "";
      peer(json, peer.id().value(), peer.details(), form, "", control);
    }
    for (Peer.Remote peer : channel.remote()) {
      peer(json, peer.id().value(), peer.details(), "remote", peer.bridge().remote().value(), true);
    }
    json.end();
    traffic(json, channel.traffic());
    json.end();
  }

  private static void traffic(JsonText json, Traffic traffic) {
    json.field("traffic").object();
    json.field("messagesIn").number(traffic.messagesIn());
    json.field("bytesIn").number(traffic.bytesIn());
    json.field("messagesOut").number(traffic.messagesOut());
    json.field("bytesOut").number(traffic.bytesOut());
    json.field("directs").number(traffic.directs()).end();
  }

  private static void peer(
      JsonText json, String id, PeerDetails details, String form, String proxy, boolean control) {
    json.object();
    json.field("id").string(id);
    json.field("name").string(details.name());
    json.field("kind").string(details.kind());
    json.field("origin").string(details.origin());
    json.field("form").string(form);
    json.field("proxy").string(proxy);
    json.field("control").bool(control).end();
  }

  private static void link(JsonText json, LinksStatus.Entry link) {
    json.object();
    json.field("id").string(link.id());
    json.field("address").string(link.address());
    json.field("found").string(link.found());
    json.field("state").string(link.state());
    json.field("channels").number(link.channels()).end();
  }
}
