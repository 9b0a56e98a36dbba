package org.namedwebsockets.proxy.net;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.namedwebsockets.protocol.ChannelKey;
import org.namedwebsockets.protocol.ChannelName;
import org.namedwebsockets.protocol.Scope;

/** What a page of ours or a program says of invites, for a person. Pure. */
final class InviteQuery {
  private static final Duration LIFE = Duration.ofHours(1);

  private InviteQuery() {}

  /** {@code channel=network/chat&seconds=3600&uses=1}, or {@code end=k3x9}. */
  static Route parse(String parameters) {
    List<ChannelKey> channels = new ArrayList<>();
    Duration life = LIFE;
    boolean once = false;
    for (String one : parameters.split("&", -1)) {
      String value = Router.formDecoded(one.substring(one.indexOf('=') + 1));
      if (one.startsWith("end=")) {
        return new Route.EndInvite(value);
      } else if (one.startsWith("channel=")) {
        Optional<ChannelKey> key = channel(value);
        if (key.isEmpty()) {
          return refused("a channel is such as network/chat or local/chat; " + ChannelName.RULE);
        }
        channels.add(key.get());
      } else if (one.startsWith("seconds=")) {
        if (!value.matches("\\d{1,9}")) {
          return refused("seconds is a number such as 3600");
        }
        life = Duration.ofSeconds(Integer.parseInt(value));
      } else if (one.startsWith("uses=")) {
        if (!value.matches("[01]")) {
          return refused("uses is 1 for one guest alone, or 0");
        }
        once = value.equals("1");
      }
    }
    return new Route.MakeInvite(channels, life, once);
  }

  private static Optional<ChannelKey> channel(String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      return Optional.empty();
    }
    Optional<ChannelName> name = ChannelName.parse(text.substring(slash + 1));
    return Scope.parse(text.substring(0, slash))
        .flatMap(scope -> name.map(found -> new ChannelKey(scope, found)));
  }

  private static Route refused(String why) {
    return new Route.Refused(400, why);
  }
}
