package org.namedwebsockets.proxy.net;

import io.netty.channel.ChannelPipeline;
import org.jspecify.annotations.Nullable;
import org.namedwebsockets.protocol.Call;
import org.namedwebsockets.protocol.ControlEvent;
import org.namedwebsockets.protocol.ControlRequest;
import org.namedwebsockets.protocol.Message;
import org.namedwebsockets.protocol.Outcome;
import org.namedwebsockets.protocol.PeerDetails;
import org.namedwebsockets.protocol.PeerId;
import org.namedwebsockets.protocol.ProtocolException;
import org.namedwebsockets.protocol.wire.ControlCodec;
import org.namedwebsockets.proxy.hub.Admission;
import org.namedwebsockets.proxy.hub.Party;
import org.namedwebsockets.proxy.hub.Watch;
import org.namedwebsockets.proxy.hub.Watcher;

/**
 * A peer's control socket, as the seed has it: tells in JSON who comes and goes, and carries
 * messages to and from one peer.
 *
 * <p>Not thread safe: confined to the hub's loop.
 */
final class ControlSocket extends FrameSocket implements Watcher {
  private final Watch watch;
  private final FrameLog log;
  private final boolean wantsReady;

  ControlSocket(HubLoop loop, Route.Control route, ChannelPipeline pipe) {
    super(loop, route.key(), route.id(), pipe);
    this.watch = new Watch(route.key(), route.id(), this, this, route.senders());
    this.log = loop.privateLog();
    this.wantsReady = route.ready();
  }

  @Override
  @Nullable String enter() {
    Admission admission = loop().hub().watch(watch);
    return admission == Admission.WELCOME ? null : admission.sentence();
  }

  @Override
  void leave() {
    loop().hub().unwatch(watch);
  }

  @Override
  void take(Message message) throws ProtocolException {
    ControlRequest request = ControlCodec.parse(jsonOf(message, "a control socket"));
    loop().hub().send(watch, request.target(), checked(request.message()));
  }

  @Override
  public void joined(Party peer, PeerDetails details) {
    say(new ControlEvent.Connect(id(), peer.id()));
  }

  @Override
  public void rosterDone() {
    if (wantsReady) {
      say(new ControlEvent.Ready(id()));
    }
  }

  @Override
  public void left(Party peer) {
    say(new ControlEvent.Disconnect(id(), peer.id()));
  }

  @Override
  public void received(Party from, Call call, Message message) {
    say(new ControlEvent.Received(from.id(), id(), message));
  }

  @Override
  public void answered(PeerId to, Call call, Outcome outcome) {
    say(new ControlEvent.Undelivered(id(), to, outcome.words()));
  }

  @Override
  public boolean takesRequests() {
    return false;
  }

  @Override
  public void sender(PeerId from, long number) {
    say(new ControlEvent.Sender(from, id(), number));
  }

  private void say(ControlEvent event) {
    if (!outbox().isEnded()) {
      outbox().offer(log, log.appendText(ControlCodec.write(event)));
    }
  }
}
