package org.namedwebsockets.verify.sim;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.namedwebsockets.protocol.Introduction;
import org.namedwebsockets.protocol.ProxyId;
import org.namedwebsockets.proxy.link.Dial;
import org.namedwebsockets.proxy.link.Link;
import org.namedwebsockets.proxy.link.LinkEnd;
import org.namedwebsockets.proxy.link.LinkListener;
import org.namedwebsockets.proxy.link.LinkWaits;
import org.namedwebsockets.proxy.link.MatchTerms;

/** One end of a pipe, as strict about the contracts of the ports as the real edge should be. */
final class FakeLink implements Link {
  private static final long SILENCE_NS = 9 * Agenda.SECOND;
  private static final long PING_NS = SILENCE_NS / 2;

  final Pipe pipe;
  final FakeProxy proxy;
  final Map<Long, FakeBridge> streams = new LinkedHashMap<>();

  private final ProxyId local;
  private final ProxyId remote;
  private final InetSocketAddress address;
  private final Optional<Dial> dial;
  private final Deque<Arrival> arriving = new ArrayDeque<>();
  private @Nullable LinkListener listener;
  private boolean up;
  private boolean gone;
  private boolean told;
  private long lastArrivalNs;

  private record Arrival(long atNs, Frame frame) {}

  FakeLink(
      Pipe pipe, FakeProxy proxy, ProxyId remote, InetSocketAddress address, Optional<Dial> dial) {
    this.pipe = pipe;
    this.proxy = proxy;
    this.local = proxy.id();
    this.remote = remote;
    this.address = address;
    this.dial = dial;
    lastArrivalNs = pipe.world.agenda.nowNs();
  }

  boolean isUp() {
    return up && !gone;
  }

  boolean isGone() {
    return gone;
  }

  FakeLink other() {
    return pipe.other(this);
  }

  /** The handshake is through at this end. */
  void comeUp() {
    if (gone) {
      return;
    }
    if (!local.equals(proxy.id())) {
      giveUp(LinkEnd.RENAMED);
      return;
    }
    up = true;
    Optional<LinkListener> wanted = proxy.links.up(this, now());
    if (wanted.isPresent()) {
      listener = wanted.get();
      watchSilence();
      arrive();
    } else if (!gone) {
      throw new AssertionError("a link that is not wanted was not closed");
    }
  }

  /** Before it came up; the other end is told, and who dialled hears of it. */
  private void giveUp(LinkEnd end) {
    gone = true;
    proxy.world.agenda.note(proxy + " gives up link with " + other().proxy + ": " + end.word());
    transmit(new Frame.Goaway(end));
    proxy.dialFailed(dial, end);
  }

  @Override
  public ProxyId remote() {
    return remote;
  }

  @Override
  public InetSocketAddress address() {
    return address;
  }

  @Override
  public Optional<Dial> dial() {
    return dial;
  }

  @Override
  public MatchTerms terms() {
    byte[] own = local.value().getBytes(US_ASCII);
    byte[] peer = remote.value().getBytes(US_ASCII);
    byte[] exporter = new byte[MatchTerms.EXPORTER_LENGTH];
    ByteBuffer.wrap(exporter).putInt(pipe.number);
    String source = address.getAddress().getHostAddress();
    return new MatchTerms(dial.isPresent(), exporter, own, peer, source);
  }

  @Override
  public void sendMatch(byte[] message) {
    send(new Frame.Match(message));
  }

  @Override
  public void sendIntroductions(List<Introduction> introductions) {
    send(new Frame.Peers(introductions));
  }

  @Override
  public void openBridge(long slot, byte[] tag) {
    if (dial.isEmpty()) {
      throw new AssertionError("a responder opens a stream");
    }
    if (gone) {
      return;
    }
    if (find(slot) != null) {
      throw new AssertionError("a second stream for slot " + slot);
    }
    long number = ++pipe.lastStream;
    streams.put(number, new FakeBridge(this, number, slot));
    send(new Frame.Open(number, slot, tag));
  }

  @Override
  public void closeBridge(long slot) {
    FakeBridge bridge = gone ? null : find(slot);
    if (bridge != null) {
      bridge.endTidily();
    }
  }

  @Override
  public void probe() {
    long untilNs = LinkWaits.DEFAULTS.probeMax().toNanos();
    pipe.world.agenda.in(
        untilNs,
        () -> {
          if (!gone && (!pipe.isOpen() || other().gone)) {
            end(pipe.isOpen() ? LinkEnd.LOST : LinkEnd.SILENT);
          }
        });
  }

  @Override
  public void close(LinkEnd end) {
    if (gone) {
      return;
    }
    gone = true;
    proxy.world.agenda.note(proxy + " closes link with " + other().proxy + ": " + end.word());
    if (end.told()) {
      transmit(new Frame.Goaway(end));
    } else if (pipe.isOpen()) {
      transmit(new Frame.Broken());
    }
    tellDown(end, pipe.world.random.nextBoolean());
  }

  /** The connection broke under this end. */
  void reset() {
    end(LinkEnd.LOST);
  }

  /** The machine is off: no word to anybody. */
  void vanish() {
    gone = true;
    told = true;
    streams.values().forEach(FakeBridge::broken);
  }

  void send(Frame frame) {
    if (!gone) {
      transmit(frame);
    }
  }

  private void transmit(Frame frame) {
    FakeLink to = other();
    long atNs = Math.max(to.lastArrivalNs, now() + pipe.world.delayNs());
    to.lastArrivalNs = atNs;
    to.arriving.add(new Arrival(atNs, frame));
    pipe.world.agenda.at(atNs, to::arrive);
  }

  /** Takes what is there, if the way is open and this end has come so far. */
  void arrive() {
    while (!arriving.isEmpty() && arriving.peek().atNs() <= now()) {
      if (!pipe.isOpen()) {
        return; // the LAN calls again when it heals
      }
      if (!gone && !up && !(arriving.peek().frame() instanceof Frame.Broken)) {
        return;
      }
      Frame frame = arriving.remove().frame();
      if (!gone) {
        take(frame);
      } else if (!(frame instanceof Frame.Goaway) && !(frame instanceof Frame.Broken)) {
        // Nobody is there any more: the sender's TCP is told so.
        other().arriving.clear();
        pipe.world.agenda.in(pipe.world.delayNs(), other()::reset);
      }
    }
  }

  private void take(Frame frame) {
    switch (frame) {
      case Frame.Match(var message) -> listener().matchReceived(ByteBuffer.wrap(message));
      case Frame.Peers(var introductions) -> listener().introduced(introductions, now());
      case Frame.Open(var stream, var slot, var tag) -> asked(stream, slot, tag);
      case Frame.Answer(var stream, var accepted) ->
          withStream(stream, one -> one.answered(accepted));
      case Frame.Carried(var stream, var envelope) ->
          withStream(stream, one -> one.arrived(envelope));
      case Frame.Credit(var stream) -> withStream(stream, FakeBridge::credit);
      case Frame.End(var stream) -> withStream(stream, FakeBridge::remoteEnded);
      case Frame.Reset(var stream) -> withStream(stream, one -> one.over(true));
      case Frame.Goaway(var end) -> end(end);
      case Frame.Broken() -> end(LinkEnd.LOST);
    }
  }

  private void withStream(long number, Consumer<FakeBridge> what) {
    FakeBridge bridge = streams.get(number);
    if (bridge != null) {
      what.accept(bridge);
    }
  }

  private void asked(long number, long slot, byte[] tag) {
    if (find(slot) != null) {
      throw new AssertionError("slot " + slot + " is asked for while its stream stands");
    }
    boolean accepted = listener().bridgeRequested(slot, tag);
    if (gone) {
      return;
    }
    send(new Frame.Answer(number, accepted));
    if (accepted) {
      FakeBridge bridge = new FakeBridge(this, number, slot);
      streams.put(number, bridge);
      bridge.stands();
    }
  }

  private @Nullable FakeBridge find(long slot) {
    for (FakeBridge bridge : streams.values()) {
      if (bridge.slot == slot) {
        return bridge;
      }
    }
    return null;
  }

  /** The other end's stream with the same number. */
  @Nullable FakeBridge opposite(long number) {
    return other().streams.get(number);
  }

  private void end(LinkEnd end) {
    if (!gone) {
      gone = true;
      proxy.world.agenda.note(proxy + " loses link with " + other().proxy + ": " + end.word());
      if (up) {
        tellDown(end, true);
      } else {
        proxy.dialFailed(dial, end);
      }
    }
  }

  private void tellDown(LinkEnd end, boolean atOnce) {
    streams.values().forEach(FakeBridge::broken);
    if (!atOnce) {
      pipe.world.agenda.in(0, () -> tellDown(end, true));
    } else if (!told && listener != null && proxy.isAlive()) {
      told = true;
      listener.down(end, now());
    }
  }

  /** The keep-alive: a cut way, or a connection the other end has forgotten. */
  private void watchSilence() {
    pipe.world.agenda.in(
        PING_NS,
        () -> {
          if (gone) {
            return;
          }
          if (!pipe.isOpen()) {
            pipe.world.agenda.in(SILENCE_NS - PING_NS, this::endIfSilent);
          } else if (other().gone) {
            reset();
          } else {
            watchSilence();
          }
        });
  }

  private void endIfSilent() {
    if (!gone && !pipe.isOpen()) {
      end(LinkEnd.SILENT);
    } else if (!gone) {
      watchSilence();
    }
  }

  LinkListener listener() {
    if (listener == null || gone) {
      throw new AssertionError("nobody listens on " + this);
    }
    return listener;
  }

  long now() {
    return pipe.world.agenda.nowNs();
  }
}
