package org.namedwebsockets.proxy.secure;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.namedwebsockets.protocol.ProtocolException;
import org.namedwebsockets.proxy.link.Crunch;
import org.namedwebsockets.proxy.metrics.Counter;
import org.namedwebsockets.proxy.metrics.Metrics;

/**
 * Has long lists worked off by the match threads, in pieces that leave room for others, and keeps
 * the pieces for which there is no room yet. Confined to the hub's loop.
 */
final class Crew {
  /** Items of one piece: some 15 ms of multiplications. */
  static final int PIECE = 64;

  private final Crunch crunch;
  private final Metrics metrics;
  private final Deque<BooleanSupplier> refused = new ArrayDeque<>();

  Crew(Crunch crunch, Metrics metrics) {
    this.crunch = crunch;
    this.metrics = metrics;
  }

  /**
   * What is done with one item, on a match thread.
   *
   * @param <A> the item
   * @param <B> what becomes of it
   */
  interface Craft<A, B> {
    B make(A item) throws ProtocolException;
  }

  /**
   * What a list came to.
   *
   * @param <B> what became of an item
   * @param made one for each item, in order; empty if there was a fault
   * @param fault why the list could not be made
   */
  record Outcome<B>(List<B> made, @Nullable String fault) {}

  /**
   * Works off a list.
   *
   * @param items what to work on; not touched any more by the caller
   * @param craft what to do with each
   * @param then gets the outcome; called from inside this call only if the list is empty
   */
  <A, B> void each(List<A> items, Craft<A, B> craft, Consumer<Outcome<B>> then) {
    if (items.isEmpty()) {
      then.accept(new Outcome<>(List.of(), null));
      return;
    }
    Job<B> job = new Job<>((items.size() + PIECE - 1) / PIECE, then);
    for (int piece = 0; piece < job.outcomes.size(); piece++) {
      int index = piece;
      List<A> part =
          List.copyOf(items.subList(piece * PIECE, Math.min(items.size(), (piece + 1) * PIECE)));
      submit(() -> crunch.crunch(() -> make(part, craft), made -> job.done(index, made)));
    }
  }

  /** Offers again what was refused. */
  void retry() {
    while (!refused.isEmpty() && refused.element().getAsBoolean()) {
      refused.remove();
    }
  }

  private void submit(BooleanSupplier piece) {
    if (!refused.isEmpty() || !piece.getAsBoolean()) {
      metrics.count(Counter.MATCH_OVERLOADED);
      refused.add(piece);
    }
  }

  private static <A, B> Outcome<B> make(List<A> part, Craft<A, B> craft) {
    List<B> made = new ArrayList<>(part.size());
    try {
      for (A item : part) {
        made.add(craft.make(item));
      }
      return new Outcome<>(made, null);
    } catch (ProtocolException e) {
      return new Outcome<>(List.of(), String.valueOf(e.getMessage()));
    } catch (RuntimeException e) {
      // A fault of ours or of the library: a link that ends is better than one that hangs.
      return new Outcome<>(List.of(), "the match failed inside: " + e.getClass().getSimpleName());
    }
  }

  /** A list in the works; its pieces may come back in any order. */
  private final class Job<B> {
    final List<@Nullable Outcome<B>> outcomes;
    private final Consumer<Outcome<B>> then;
    private int missing;

    Job(int pieces, Consumer<Outcome<B>> then) {
      this.outcomes = new ArrayList<>(Collections.nCopies(pieces, null));
      this.then = then;
      this.missing = pieces;
    }

    void done(int piece, Outcome<B> outcome) {
      outcomes.set(piece, outcome);
      retry();
      if (--missing == 0) {
        then.accept(whole());
      }
    }

    private Outcome<B> whole() {
      List<B> made = new ArrayList<>();
      for (Outcome<B> part : outcomes) {
        if (part == null) {
          throw new IllegalStateException("a piece came back twice");
        }
        if (part.fault() != null) {
          return part;
        }
        made.addAll(part.made());
      }
      return new Outcome<>(made, null);
    }
  }
}
