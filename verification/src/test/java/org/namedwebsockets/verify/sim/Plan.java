package org.namedwebsockets.verify.sim;

import java.util.random.RandomGenerator;

/**
 * What kind of world a seed makes.
 *
 * @param proxies how many machines with one proxy each
 * @param segments in how many parts multicast stays; unicast reaches all
 * @param seconds how long things go wrong
 * @param busy how many things happen in a second
 * @param trouble one in how many of the bad things that could happen does
 * @param adverts how many of 100 adverts are lost
 * @param dials one in how many attempts to connect is lost; 0: none
 * @param delayMs the longest way of a packet
 * @param sameIds whether peers behind different proxies may have one id
 * @param realMatch whether names are matched by the real OPRF
 */
record Plan(
    int proxies,
    int segments,
    int seconds,
    int busy,
    int trouble,
    int adverts,
    int dials,
    int delayMs,
    boolean sameIds,
    boolean realMatch) {

  static Plan of(RandomGenerator random, boolean realMatch) {
    int proxies = realMatch ? 2 + random.nextInt(2) : proxies(random);
    int segments = !realMatch && proxies > 2 && random.nextInt(6) == 0 ? 2 : 1;
    int busy = 2 + random.nextInt(30);
    return new Plan(
        proxies,
        segments,
        5 + random.nextInt(25),
        busy,
        1 + random.nextInt(12),
        random.nextInt(3) * 25,
        60,
        1 + random.nextInt(60),
        random.nextInt(8) == 0,
        realMatch);
  }

  /** Small worlds find most faults and cost least; some are large. */
  private static int proxies(RandomGenerator random) {
    return switch (random.nextInt(20)) {
      case 0 -> 8 + random.nextInt(13);
      case 1, 2, 3 -> 5 + random.nextInt(4);
      default -> 2 + random.nextInt(3);
    };
  }
}
