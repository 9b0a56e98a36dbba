package org.namedwebsockets.proxy.hub;

/**
 * How many bytes wait for all sockets together, shared bytes counted once. Not thread safe:
 * confined to the hub's loop.
 */
public final class Backlog {
  private final long bytesMax;
  private long bytes;

  /**
   * An empty backlog.
   *
   * @param bytesMax what may wait
   */
  public Backlog(long bytesMax) {
    this.bytesMax = bytesMax;
  }

  /**
   * Counts bytes that began to wait, or with a negative amount, that wait no more.
   *
   * @param amount bytes
   */
  public void add(long amount) {
    bytes += amount;
  }

  /**
   * What waits now.
   *
   * @return bytes
   */
  public long bytes() {
    return bytes;
  }

  boolean isOver() {
    return bytes > bytesMax;
  }
}
