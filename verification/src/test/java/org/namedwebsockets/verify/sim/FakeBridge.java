package org.namedwebsockets.verify.sim;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import org.namedwebsockets.protocol.CloseReason;
import org.namedwebsockets.protocol.Envelope;
import org.namedwebsockets.protocol.ProxyId;
import org.namedwebsockets.proxy.hub.Bridge;
import org.namedwebsockets.proxy.hub.Inflow;

/** One end of a stream, with a window of its own as in HTTP/2. */
final class FakeBridge implements Bridge, Inflow {
  private static final int WINDOW = 8;
  private static final long HIGH_BYTES = 2_000;
  private static final long LOW_BYTES = 1_000;
  private static final long HEAD_BYTES = 20;

  final long slot;

  private final FakeLink link;
  private final long number;
  private final Deque<Envelope> leaving = new ArrayDeque<>();
  private final Deque<Envelope> arrived = new ArrayDeque<>();
  private int credits = WINDOW;
  private long waiting;
  private long taken;
  private boolean full;
  private boolean paused;
  private boolean standing;
  private boolean ending;
  private boolean endSent;
  private boolean endArrived;
  private boolean over;
  private boolean aborted;

  FakeBridge(FakeLink link, long number, long slot) {
    this.link = link;
    this.number = number;
    this.slot = slot;
  }

  FakeLink link() {
    return link;
  }

  /** Whether it may lose what it was given: it broke, or somebody broke it off. */
  boolean isAborted() {
    return aborted;
  }

  @Nullable FakeBridge opposite() {
    return link.opposite(number);
  }

  boolean isStanding() {
    return standing && !ending && !over;
  }

  /** The stream was accepted, and the owner hears of it. */
  void stands() {
    standing = true;
    link.listener().bridgeUp(slot, this, this, link.now());
  }

  void answered(boolean accepted) {
    if (!accepted) {
      over = true;
      link.streams.remove(number);
      link.listener().bridgeRefused(slot);
    } else if (ending) {
      standing = true;
      sendEnd();
    } else {
      stands();
    }
  }

  @Override
  public ProxyId remote() {
    return link.remote();
  }

  @Override
  public void send(Envelope envelope) {
    if (over || ending || link.isGone()) {
      return;
    }
    if (envelope instanceof Envelope.Broadcast(var _, var message)) {
      link.pipe.world.truth.carried(this, message);
    }
    if (endArrived) {
      return; // the other end has left; our own end is on its way
    }
    leaving.add(envelope);
    count(size(envelope));
    full |= waiting > HIGH_BYTES;
    flush();
  }

  private void count(long bytes) {
    waiting += bytes;
    link.proxy.hub.backlog().add(bytes);
  }

  private static long size(Envelope envelope) {
    return switch (envelope) {
      case Envelope.Broadcast(var _, var message) -> HEAD_BYTES + message.length();
      case Envelope.Direct(var _, var _, var message) -> HEAD_BYTES + message.length();
      case Envelope.Called(var _, var _, var _, var message) -> HEAD_BYTES + message.length();
      case Envelope.Joined _, Envelope.Left _, Envelope.Undelivered _, Envelope.Answered _ ->
          HEAD_BYTES;
    };
  }

  private void flush() {
    while (credits > 0 && !leaving.isEmpty() && !over) {
      credits--;
      Envelope envelope = leaving.remove();
      count(-size(envelope));
      taken += size(envelope);
      link.send(new Frame.Carried(number, envelope));
    }
    if (full && waiting <= LOW_BYTES && !over) {
      full = false;
      link.pipe.world.agenda.in(0, this::tellDrained);
    }
    if (ending && standing && leaving.isEmpty()) {
      sendEnd();
    }
  }

  private void tellDrained() {
    if (!over && !link.isGone() && !full) {
      link.listener().drained(slot);
    }
  }

  @Override
  public boolean isFull() {
    return full;
  }

  @Override
  public long waitingBytes() {
    return waiting;
  }

  @Override
  public long takenBytes() {
    return taken;
  }

  @Override
  public void close(CloseReason reason, String detail) {
    if (!over && !link.isGone()) {
      link.pipe.world.agenda.note(link.proxy + " breaks off a bridge: " + reason.word());
      link.send(new Frame.Reset(number));
      forget();
      aborted = true;
      link.pipe.world.agenda.in(0, () -> over(true));
    }
  }

  /** Ends it from here: what was given goes out first, what arrives is thrown away. */
  void endTidily() {
    ending = true;
    arrived.clear();
    if (standing) {
      flush();
    }
  }

  private void sendEnd() {
    if (!endSent) {
      endSent = true;
      link.send(new Frame.End(number));
      if (endArrived) {
        over(false);
      }
    }
  }

  void remoteEnded() {
    endArrived = true;
    finishReading();
  }

  private void finishReading() {
    if (endArrived && arrived.isEmpty() && !over) {
      if (endSent) {
        over(false);
      } else {
        // Whoever ended it does not listen any more.
        forget();
        ending = true;
        sendEnd();
      }
    }
  }

  void arrived(Envelope envelope) {
    if (ending || over) {
      link.send(new Frame.Credit(number));
      return;
    }
    arrived.add(envelope);
    read();
  }

  private void read() {
    while (!paused && !arrived.isEmpty() && !over && !link.isGone()) {
      link.send(new Frame.Credit(number));
      link.listener().received(slot, arrived.remove());
    }
    if (!paused && !link.isGone()) {
      finishReading();
    }
  }

  void credit() {
    credits++;
    flush();
  }

  @Override
  public void pause() {
    paused = true;
  }

  @Override
  public void resume() {
    paused = false;
    link.pipe.world.agenda.in(0, this::read);
  }

  /** Both ends have ended it, or one broke it off. */
  void over(boolean broken) {
    if (!over && !link.isGone()) {
      aborted |= broken;
      over = true;
      forget();
      link.streams.remove(number);
      link.listener().bridgeDown(slot, link.now());
    }
  }

  /** The link is gone. */
  void broken() {
    aborted = true;
    over = true;
    forget();
  }

  private void forget() {
    leaving.forEach(envelope -> count(-size(envelope)));
    leaving.clear();
    arrived.clear();
  }
}
