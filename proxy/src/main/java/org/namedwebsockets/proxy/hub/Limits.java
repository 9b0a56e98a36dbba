package org.namedwebsockets.proxy.hub;

import java.time.Duration;

/**
 * The bounds the hub keeps.
 *
 * @param channelsMax how many channels there may be at once, both scopes together
 * @param channelPeersMax how many peers of this machine may be on one channel, and how many
 *     watchers
 * @param remotePeersMax how many peers one bridge may announce
 * @param outboxBytesMax what may wait for one socket before it is closed, bytes
 * @param backlogBytesMax what may wait for all sockets together before the fullest is closed; as
 *     much again may wait on the senders' side, bytes
 * @param stallMax how long a full outbox may take less than {@code stallBytesMin}
 * @param stallBytesMin what a full outbox must take in {@code stallMax}, bytes
 * @param directsHeldMax how many direct messages wait for a peer whose watcher has not come yet
 * @param directsHeldBytesMax how many bytes of them wait for it
 * @param directHoldMax how long they wait, counted from the peer's join
 * @param requestsMax how many requests and acknowledged messages of one socket may wait for their
 *     answers
 * @param acknowledgeMax how long an acknowledgement from another proxy is waited for
 */
public record Limits(
    int channelsMax,
    int channelPeersMax,
    int remotePeersMax,
    long outboxBytesMax,
    long backlogBytesMax,
    Duration stallMax,
    long stallBytesMin,
    int directsHeldMax,
    long directsHeldBytesMax,
    Duration directHoldMax,
    int requestsMax,
    Duration acknowledgeMax) {

  /** What holds unless the configuration says otherwise. */
  public static final Limits DEFAULTS =
      new Limits(
          10_000,
          10_000,
          10_000,
          64L << 20,
          128L << 20,
          Duration.ofSeconds(10),
          64L << 10,
          64,
          1L << 20,
          Duration.ofSeconds(5),
          1024,
          Duration.ofSeconds(60));

  /**
   * Checks each bound.
   *
   * @throws IllegalArgumentException if one is not positive
   */
  public Limits {
    positive("channelsMax", channelsMax);
    positive("channelPeersMax", channelPeersMax);
    positive("remotePeersMax", remotePeersMax);
    positive("outboxBytesMax", outboxBytesMax);
    positive("backlogBytesMax", backlogBytesMax);
    positive("stallMax", stallMax.toNanos());
    positive("stallBytesMin", stallBytesMin);
    positive("directsHeldMax", directsHeldMax);
    positive("directsHeldBytesMax", directsHeldBytesMax);
    positive("directHoldMax", directHoldMax.toNanos());
    positive("requestsMax", requestsMax);
    positive("acknowledgeMax", acknowledgeMax.toNanos());
  }

  private static void positive(String name, long value) {
    if (value <= 0) {
      throw new IllegalArgumentException(name + " must be 1 or more, not " + value);
    }
  }
}
