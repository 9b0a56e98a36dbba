package org.namedwebsockets.proxy.link;

import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Port: arithmetic that is too long for the hub's loop. Called on the loop; the work runs on a
 * thread of the match, its result comes back to the loop.
 */
public interface Crunch {
  /**
   * Takes a piece of work of some ten milliseconds at most.
   *
   * @param <T> what the work makes
   * @param work runs on a match thread; touches nothing that the loop owns and does not throw
   * @param then gets the result on the loop, later and never from inside this call; never called if
   *     the proxy stops first. The order of results need not be the order of calls
   * @return false if too much work waits already: nothing was taken, try again at a later tick
   */
  <T> boolean crunch(Supplier<T> work, Consumer<? super T> then);
}
