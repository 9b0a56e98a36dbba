package org.namedwebsockets.proxy.net;

import io.netty.channel.ChannelPipeline;
import org.namedwebsockets.protocol.Call;
import org.namedwebsockets.protocol.Message;
import org.namedwebsockets.protocol.Outcome;
import org.namedwebsockets.protocol.PeerDetails;
import org.namedwebsockets.protocol.PeerId;
import org.namedwebsockets.protocol.ProtocolException;
import org.namedwebsockets.protocol.SuccessorEvent;
import org.namedwebsockets.protocol.SuccessorRequest;
import org.namedwebsockets.protocol.wire.SuccessorCodec;
import org.namedwebsockets.proxy.hub.Party;

/**
 * A peer that speaks the form of the original's successor of 2015: one socket, an id of our choice.
 *
 * <p>Not thread safe: confined to the hub's loop.
 */
final class SuccessorSocket extends WatchingSocket {
  SuccessorSocket(HubLoop loop, Route.Successor route, PeerId id, ChannelPipeline pipe) {
    super(loop, route.key(), id, route.details(), Form.SUCCESSOR, pipe);
  }

  @Override
  void take(Message message) throws ProtocolException {
    switch (SuccessorCodec.parse(jsonOf(message, "this form"))) {
      case SuccessorRequest.Broadcast(var payload) ->
          loop().hub().broadcast(peer(), checked(payload));
      case SuccessorRequest.Direct(var target, var payload) ->
          loop().hub().send(watch(), target, checked(payload));
      case SuccessorRequest.Status() -> say(new SuccessorEvent.Status(id()));
    }
  }

  @Override
  void entered() {
    // Its clients ask for their id.
  }

  @Override
  public void joined(Party peer, PeerDetails details) {
    say(new SuccessorEvent.Connect(id(), peer.id()));
  }

  @Override
  public void rosterDone() {
    // This form has no word for it.
  }

  @Override
  public void left(Party peer) {
    say(new SuccessorEvent.Disconnect(id(), peer.id()));
  }

  @Override
  public void received(Party from, Call call, Message message) {
    say(new SuccessorEvent.Received(from.id(), id(), message));
  }

  @Override
  public void answered(PeerId to, Call call, Outcome outcome) {
    say(new SuccessorEvent.Undelivered(id(), to, outcome.words()));
  }

  @Override
  public boolean takesRequests() {
    return false;
  }

  private void say(SuccessorEvent event) {
    say(log -> log.appendText(SuccessorCodec.write(event)));
  }
}
