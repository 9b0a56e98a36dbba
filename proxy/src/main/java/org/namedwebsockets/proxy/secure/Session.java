package org.namedwebsockets.proxy.secure;

import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.List;
import java.util.function.Consumer;
import org.namedwebsockets.protocol.ChannelName;
import org.namedwebsockets.protocol.CloseReason;
import org.namedwebsockets.protocol.ProtocolException;
import org.namedwebsockets.proxy.link.MatchSession;
import org.namedwebsockets.proxy.link.MatchSink;

/**
 * What both ends of a match have in common: how work is paid for and done, and how the match ends.
 * Confined to the hub's loop.
 *
 * <p>Work comes back when it likes. A result that comes after the end is dropped here, so neither
 * end has to think of it.
 */
abstract class Session implements MatchSession {
  /**
   * What a session needs from the matcher.
   *
   * @param salt what binds the match to its TLS session
   * @param limits the bounds
   * @param random of cryptographic quality, used on the loop and on match threads
   * @param sink where the match speaks to
   * @param account what the other end may spend
   * @param crew who does the arithmetic
   * @param onEnd called once when the session ends
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Outfit(
      byte[] salt,
      MatchLimits limits,
      SecureRandom random,
      MatchSink sink,
      MatchBudget.Account account,
      Crew crew,
      Consumer<Session> onEnd) {}

  final Outfit outfit;

  /** Under which tags and names are looked up; never leaves this session. */
  final byte[] localKey = new byte[Hashes.SHA256_LENGTH];

  long nowNs;
  private boolean ended;

  Session(Outfit outfit, long nowNs) {
    this.outfit = outfit;
    this.nowNs = nowNs;
    outfit.random().nextBytes(localKey);
  }

  /** Says the first word, if it is for this end to say it. */
  abstract void begin();

  /** A channel of this end came to be, and its name is ready. */
  abstract void opened(NamePoint point);

  /** A channel of this end is no more. */
  abstract void closed(ChannelName name);

  abstract void handle(MatchMessage message) throws ProtocolException;

  /** Drops all that is secret or refers to a name. */
  abstract void forget();

  void tick(long nowNs) {
    this.nowNs = nowNs;
  }

  final boolean hasEnded() {
    return ended;
  }

  @Override
  public final void received(ByteBuffer message) throws ProtocolException {
    if (ended) {
      return;
    }
    try {
      handle(MatchCodec.parse(message));
    } catch (ProtocolException e) {
      throw fined(e);
    }
  }

  @Override
  public final void end() {
    if (!ended) {
      ended = true;
      outfit.account().close();
      outfit.onEnd().accept(this);
      forget();
    }
  }

  /** Ends the session over a broken rule that is about to be thrown. */
  final ProtocolException fined(ProtocolException broken) {
    outfit.account().fine();
    end();
    return broken;
  }

  /** Ends the session over a rule found broken outside a call of the link. */
  final void fail(String why) {
    outfit.account().fine();
    end();
    outfit.sink().failed(why);
  }

  /** Ends the session for a reason that is nobody's fault. */
  final void giveUp(String why) {
    end();
    outfit.sink().failed(why);
  }

  final void send(MatchMessage message) {
    outfit.sink().send(MatchCodec.encode(message));
  }

  /**
   * Has a list worked off. {@code then} is called neither after the end of the session nor if an
   * item turns out to break a rule, which ends it.
   */
  final <A, B> void work(List<A> items, Crew.Craft<A, B> craft, Consumer<List<B>> then) {
    outfit
        .crew()
        .each(
            items,
            craft,
            outcome -> {
              if (ended) {
                return;
              }
              if (outcome.fault() != null) {
                fail(outcome.fault());
              } else {
                then.accept(outcome.made());
              }
            });
  }

  static ProtocolException bad(String detail) {
    return new ProtocolException(CloseReason.BAD_MESSAGE, detail);
  }
}
