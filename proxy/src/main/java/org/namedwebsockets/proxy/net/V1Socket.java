package org.namedwebsockets.proxy.net;

import io.netty.channel.ChannelPipeline;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.namedwebsockets.protocol.Call;
import org.namedwebsockets.protocol.Message;
import org.namedwebsockets.protocol.Outcome;
import org.namedwebsockets.protocol.PeerDetails;
import org.namedwebsockets.protocol.PeerId;
import org.namedwebsockets.protocol.ProtocolException;
import org.namedwebsockets.protocol.ProxyId;
import org.namedwebsockets.protocol.V1Event;
import org.namedwebsockets.protocol.V1Request;
import org.namedwebsockets.protocol.wire.V1Codec;
import org.namedwebsockets.proxy.hub.Hub;
import org.namedwebsockets.proxy.hub.Party;

/**
 * A peer that speaks {@code nws.v1}: docs/protocol/v1.md.
 *
 * <p>Not thread safe: confined to the hub's loop.
 */
final class V1Socket extends WatchingSocket {
  /** The subprotocol that asks for this form. */
  static final String SUBPROTOCOL = "nws.v1";

  private final @Nullable ProxyId proxy;

  /**
   * A socket that was just accepted.
   *
   * @param proxy the proxy's id on the LAN, null if it has none
   */
  V1Socket(HubLoop loop, Route.Join route, @Nullable ProxyId proxy, ChannelPipeline pipe) {
    super(loop, route.key(), route.id(), route.details(), Form.V1, pipe);
    this.proxy = proxy;
  }

  @Override
  void take(Message message) throws ProtocolException {
    Hub hub = loop().hub();
    switch (V1Codec.parse(message)) {
      case V1Request.Broadcast(var payload) -> hub.broadcast(peer(), checked(payload));
      case V1Request.Send(var to, var call, var payload) ->
          hub.send(watch(), to, call, checked(payload));
      case V1Request.Ask(var to, var number, var patienceMs, var payload) -> {
        Call call = new Call(Call.Kind.REQUEST, number);
        hub.ask(watch(), to, call, Duration.ofMillis(patienceMs), checked(payload));
      }
      case V1Request.Wrong(var number, var why) -> say(new V1Event.Wrong(number, why));
    }
  }

  @Override
  void entered() {
    say(new V1Event.Welcome(key(), id(), proxy));
  }

  @Override
  public void joined(Party peer, PeerDetails details) {
    say(new V1Event.Joined(peer.id(), details, peer.proxy()));
  }

  @Override
  public void rosterDone() {
    say(new V1Event.Ready());
  }

  @Override
  public void left(Party peer) {
    say(new V1Event.Left(peer.id(), peer.proxy()));
  }

  @Override
  public void received(Party from, Call call, Message message) {
    say(new V1Event.Received(from.id(), call, message));
  }

  @Override
  public void answered(PeerId to, Call call, Outcome outcome) {
    say(new V1Event.Answered(to, call, outcome));
  }

  @Override
  public boolean takesRequests() {
    return true;
  }

  private void say(V1Event event) {
    say(log -> Form.append(log, event));
  }
}
