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

  /** Levenshtein's distance: letters put in, taken out or exchanged. */
  private static int changes(String from, String to) {
    int[] row = new int[to.length() + 1];
    for (int column = 0; column < row.length; column++) {
      row[column] = column;
    }
    for (int i = 1; i <= from.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j < row.length; j++) {
        int exchanged = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(exchanged, 1 + Math.min(row[j], row[j - 1]));
      }
    }
    return row[to.length()];
  }
}
