package org.namedwebsockets.proxy.secure;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.namedwebsockets.proxy.link.Crunch;

/** Match threads that work when told to, in any order, and can be too busy. */
final class FakeCrunch implements Crunch {
  private record Task<T>(Supplier<T> work, Consumer<? super T> then) {
    void run() {
      then.accept(work.get());
    }
  }

  private final List<Task<?>> waiting = new ArrayList<>();
  int places = Integer.MAX_VALUE;
  int pieces;

  @Override
  public <T> boolean crunch(Supplier<T> work, Consumer<? super T> then) {
    if (waiting.size() >= places) {
      return false;
    }
    pieces++;
    waiting.add(new Task<>(work, then));
    return true;
  }

  boolean isIdle() {
    return waiting.isEmpty();
  }

  /** Does all that waits, first come first served; true if there was any. */
  boolean runAll() {
    boolean any = !waiting.isEmpty();
    while (!waiting.isEmpty()) {
      waiting.removeFirst().run();
    }
    return any;
  }

  /** Does the piece that came last. */
  void runLast() {
    waiting.removeLast().run();
  }

  /** Does one piece, whichever. */
  void runAny(Random random) {
    waiting.remove(random.nextInt(waiting.size())).run();
  }
}
