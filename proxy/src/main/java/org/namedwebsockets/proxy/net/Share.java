package org.namedwebsockets.proxy.net;

import java.util.Arrays;

/**
 * Which of its channel's frames of this tick one socket has still to take: all from an index on but
 * those it sent itself.
 *
 * <p>Not thread safe: confined to the hub's loop.
 */
final class Share {
  private static final int[] NONE = {};

  private final SocketAudience audience;

  /** Its place in its audience; kept by {@link SocketAudience}. */
  int place;

  private long tick;
  private int from;

  /** What it sent itself, as pairs of begin and end, in order. */
  private int[] own = NONE;

  private int owns;
  private int ownBytes;

  /** Takes a range's bounds. */
  interface Ranges {
    void range(int from, int to);
  }

  /** A share of what an audience is handed from now on. */
  Share(SocketAudience audience) {
    this.audience = audience;
    takenAll();
  }

  SocketAudience audience() {
    return audience;
  }

  /** Everything until now is taken, or was never for it. */
  void takenAll() {
    beginAt(audience.end());
  }

  /** What an earlier tick left is void: a new one begins with an empty batch. */
  private void renew() {
    if (tick != audience.tick()) {
      beginAt(0);
    }
  }

  private void beginAt(int index) {
    tick = audience.tick();
    from = index;
    owns = 0;
    ownBytes = 0;
  }

  /** A range that it sent itself, behind all others. */
  void skip(int begin, int end) {
    renew();
    ownBytes += end - begin;
    if (owns > 0 && own[owns - 1] == begin) {
      own[owns - 1] = end;
      return;
    }
    if (owns == own.length) {
      own = Arrays.copyOf(own, Math.max(2, owns * 2));
    }
    own[owns++] = begin;
    own[owns++] = end;
  }

  /** How many bytes there are to take. */
  int bytes() {
    renew();
    return audience.end() - from - ownBytes;
  }

  /** Where what is to take begins; to be asked after {@link #bytes}. */
  int from() {
    return from;
  }

  /** Whether what is to take is one piece; to be asked after {@link #bytes}. */
  boolean isOnePiece() {
    return owns == 0;
  }

  /** The pieces there are to take, in order. */
  void each(Ranges taker) {
    renew();
    int at = from;
    for (int i = 0; i < owns; i += 2) {
      if (own[i] > at) {
        taker.range(at, own[i]);
      }
      at = own[i + 1];
    }
    if (audience.end() > at) {
      taker.range(at, audience.end());
    }
  }
}
