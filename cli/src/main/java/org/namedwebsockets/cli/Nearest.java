package org.namedwebsockets.cli;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds what somebody meant to write. Pure. */
final class Nearest {
  private Nearest() {}

  /**
   * The candidate nearest to a word.
   *
   * @return empty if none is near: more than a third of the letters would have to change
   */
  static Optional<String> to(String word, Collection<String> candidates) {
    int changesMax = Math.max(1, word.length() / 3);
    return candidates.stream()
        .filter(candidate -> changes(word, candidate) <= changesMax)
        .min(Comparator.comparingInt(candidate -> changes(word, candidate)));
  }

  /** {@code "; did you mean X?"}, or nothing. */
  static String hint(String word, Collection<String> candidates) {
    return to(word, candidates).map(near -> "; did you mean " + near + "?").orElse("");
  }

  /** Letters put in, taken out, exchanged for another, or swapped with their neighbour. */
  private static int changes(String from, String to) {
    int[][] cost = new int[from.length() + 1][to.length() + 1];
    for (int i = 0; i <= from.length(); i++) {
      for (int j = 0; j <= to.length(); j++) {
        cost[i][j] = i == 0 || j == 0 ? i + j : cheapest(cost, from, i, to, j);
      }
    }
    return cost[from.length()][to.length()];
  }

  private static int cheapest(int[][] cost, String from, int i, String to, int j) {
    char last = from.charAt(i - 1);
    int exchanged = cost[i - 1][j - 1] + (last == to.charAt(j - 1) ? 0 : 1);
    int best = Math.min(exchanged, 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
    boolean swapped =
        i > 1 && j > 1 && last == to.charAt(j - 2) && from.charAt(i - 2) == to.charAt(j - 1);
    return swapped ? Math.min(best, 1 + cost[i - 2][j - 2]) : best;
  }
}
