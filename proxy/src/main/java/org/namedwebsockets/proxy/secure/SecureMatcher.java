package org.namedwebsockets.proxy.secure;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.namedwebsockets.protocol.ChannelName;
import org.namedwebsockets.protocol.CloseReason;
import org.namedwebsockets.protocol.ProtocolException;
import org.namedwebsockets.proxy.link.Crunch;
import org.namedwebsockets.proxy.link.MatchSession;
import org.namedwebsockets.proxy.link.MatchSink;
import org.namedwebsockets.proxy.link.MatchTerms;
import org.namedwebsockets.proxy.link.Matcher;
import org.namedwebsockets.proxy.metrics.Metrics;

/**
 * Finds shared channels by an oblivious pseudorandom function; {@code docs/protocol/match.md} tells
 * the whole protocol. Confined to the hub's loop.
 *
 * <p>Keeps the names of the open channels with their points on the curve. A point takes time that
 * depends on the name, so it is made once, when the channel opens, whatever peers come and go, and
 * is dropped when the channel closes. There are as many as the hub allows channels.
 */
public final class SecureMatcher implements Matcher {
  private final MatchLimits limits;
  private final SecureRandom random;
  private final MatchBudget budget;
  private final Crew crew;
  private final Function<ChannelName, NamePoint> points;

  /** The open channels; without a point while it is being made. */
  private final Map<ChannelName, Name> names = new HashMap<>();

  private final Set<Name> unhashed = new LinkedHashSet<>();
  private final Set<Session> sessions = new LinkedHashSet<>();
  private boolean hashing;
  private long nowNs;

  /**
   * A matcher without channels.
   *
   * @param limits what other proxies are allowed
   * @param random of cryptographic quality, used on the loop and on the threads of {@code crunch}
   * @param crunch does the arithmetic
   * @param metrics counts
   * @param nowNs now, of the clock that {@link #tick} brings
   */
  public SecureMatcher(
      MatchLimits limits, SecureRandom random, Crunch crunch, Metrics metrics, long nowNs) {
    this(limits, random, crunch, metrics, nowNs, NamePoint::of);
  }

  /** With another way to a name's point: tests, whose matchers are many, keep those they made. */
  SecureMatcher(
      MatchLimits limits,
      SecureRandom random,
      Crunch crunch,
      Metrics metrics,
      long nowNs,
      Function<ChannelName, NamePoint> points) {
    this.points = points;
    this.limits = limits;
    this.random = random;
    this.budget = new MatchBudget(limits, metrics, nowNs);
    this.crew = new Crew(crunch, metrics);
    this.nowNs = nowNs;
  }

  @Override
  public void opened(ChannelName name) {
    if (!names.containsKey(name)) {
      Name opened = new Name(name);
      names.put(name, opened);
      unhashed.add(opened);
      hashMore();
    }
  }

  @Override
  public void closed(ChannelName name) {
    Name closed = names.remove(name);
    if (closed != null) {
      unhashed.remove(closed);
      if (closed.point != null) {
        tell(session -> session.closed(name));
      }
    }
  }

  @Override
  public MatchSession start(MatchTerms terms, MatchSink sink) throws ProtocolException {
    if (Arrays.equals(terms.ownCertificate(), terms.peerCertificate())) {
      throw new ProtocolException(CloseReason.FORBIDDEN, "this proxy is connected to itself");
    }
    Session.Outfit outfit =
        new Session.Outfit(
            MatchTags.salt(terms),
            limits,
            random,
            sink,
            budget.open(terms.sourceAddress()),
            crew,
            sessions::remove);
    Session session =
        terms.initiator() ? new Initiator(outfit, nowNs) : new Responder(outfit, nowNs);
    sessions.add(session);
    session.opened(
        names.values().stream().map(name -> name.point).filter(Objects::nonNull).toList());
    return session;
  }

  @Override
  public void tick(long nowNs) {
    this.nowNs = nowNs;
    crew.retry();
    budget.tick(nowNs);
    tell(session -> session.tick(nowNs));
  }

  /**
   * Since when peers without a shared channel have used up what they are allowed together. Long
   * times mean that somebody guesses names; whoever runs the proxy should be warned after a minute.
   *
   * @return a time of the clock of {@link #tick}, or empty if there is something left
   */
  public OptionalLong bucketEmptySinceNs() {
    return budget.strangersEmptySinceNs();
  }

  /** How many links are being matched. */
  int sessions() {
    return sessions.size();
  }

  /** Tells all sessions, also if what one says ends another. */
  private void tell(Consumer<Session> news) {
    for (Session session : List.copyOf(sessions)) {
      if (!session.hasEnded()) {
        news.accept(session);
      }
    }
  }

  private void hashMore() {
    if (hashing || unhashed.isEmpty()) {
      return;
    }
    List<Name> batch = unhashed.stream().limit(Crew.PIECE).toList();
    batch.forEach(unhashed::remove);
    hashing = true;
    crew.each(batch, name -> new Hashed(name, points.apply(name.name)), this::hashed);
  }

  private void hashed(Crew.Outcome<Hashed> outcome) {
    hashing = false;
    if (outcome.fault() != null) {
      throw new IllegalStateException("a name could not be hashed: " + outcome.fault());
    }
    List<NamePoint> ready = new ArrayList<>();
    for (Hashed hashed : outcome.made()) {
      Name name = hashed.name;
      if (names.get(name.name) == name) {
        name.point = hashed.point;
        ready.add(hashed.point);
      }
    }
    if (!ready.isEmpty()) {
      tell(session -> session.opened(ready));
    }
    hashMore();
  }

  private record Hashed(Name name, NamePoint point) {}

  /** An open channel. */
  private static final class Name {
    final ChannelName name;
    @Nullable NamePoint point;

    Name(ChannelName name) {
      this.name = name;
    }
  }
}
