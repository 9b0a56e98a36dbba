package org.namedwebsockets.verify.sim;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.PriorityQueue;

/** Virtual time: what is to happen, in the order of its time, and a memory of what did. */
final class Agenda {
  static final long MILLI = 1_000_000L;
  static final long SECOND = 1_000 * MILLI;

  private static final int REMEMBERED = 60;

  private final PriorityQueue<Entry> entries = new PriorityQueue<>();
  private final Deque<String> memory = new ArrayDeque<>();
  private long nowNs = -7 * SECOND; // a clock may begin anywhere
  private long number;

  private record Entry(long atNs, long number, Runnable what) implements Comparable<Entry> {
    @Override
    public int compareTo(Entry other) {
      return atNs == other.atNs
          ? Long.compare(number, other.number)
          : Long.compare(atNs, other.atNs);
    }
  }

  long nowNs() {
    return nowNs;
  }

  void in(long delayNs, Runnable what) {
    at(nowNs + delayNs, what);
  }

  void at(long atNs, Runnable what) {
    entries.add(new Entry(Math.max(atNs, nowNs), ++number, what));
  }

  /** Lets everything happen until a time. */
  void runUntil(long untilNs) {
    Entry next = entries.peek();
    while (next != null && next.atNs <= untilNs) {
      entries.remove();
      nowNs = next.atNs;
      next.what.run();
      next = entries.peek();
    }
    nowNs = untilNs;
  }

  /** Remembers what happened, for a run that fails. */
  void note(String what) {
    if (memory.size() == REMEMBERED) {
      memory.remove();
    }
    memory.add(String.format("%9.3f s  %s", nowNs / (double) SECOND, what));
  }

  String memory() {
    return String.join(System.lineSeparator(), memory);
  }
}
