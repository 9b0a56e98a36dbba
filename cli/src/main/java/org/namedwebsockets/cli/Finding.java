package org.namedwebsockets.cli;

/**
 * What {@code nws doctor} found out about one thing.
 *
 * @param grade how bad
 * @param what what was looked at, and what was seen
 * @param next what to do; may be empty
 */
record Finding(Grade grade, String what, String next) {
  /** How bad. */
  enum Grade {
    /** As it should be. */
    OK("ok  ", "32"),
    /** May be as it should be, or explain a trouble. */
    WARN("warn", "33"),
    /** Must be mended before anything works. */
    FAIL("FAIL", "31");

    private final String word;
    private final String colour;

    Grade(String word, String colour) {
      this.word = word;
      this.colour = colour;
    }
  }

  static Finding ok(String what) {
    return new Finding(Grade.OK, what, "");
  }

  static Finding warn(String what, String next) {
    return new Finding(Grade.WARN, what, next);
  }

  static Finding fail(String what, String next) {
    return new Finding(Grade.FAIL, what, next);
  }

  /** For people: one line, and one more for the next step. */
  String text(boolean coloured) {
    String mark = coloured ? "\u001b[" + grade.colour + "m" + grade.word + "\u001b[0m" : grade.word;
    return mark + "  " + what + "\n" + (next.isEmpty() ? "" : "      -> " + next + "\n");
  }
}
