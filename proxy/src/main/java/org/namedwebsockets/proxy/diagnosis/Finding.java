package org.namedwebsockets.proxy.diagnosis;

/**
 * What a check found out about one thing.
 *
 * @param grade how bad
 * @param what what was looked at, and what was seen
 * @param next what to do; may be empty
 */
public record Finding(Grade grade, String what, String next) {
  /** How bad. */
  public enum Grade {
    /** As it should be. */
    OK("ok"),
    /** May be as it should be, or explain a trouble. */
    WARN("warn"),
    /** Must be mended before anything works. */
    FAIL("fail");

    private final String word;

    Grade(String word) {
      this.word = word;
    }

    /**
     * Its name for programs.
     *
     * @return a lower-case word
     */
    public String word() {
      return word;
    }
  }

  /**
   * Nothing to do.
   *
   * @param what what was seen
   * @return the finding
   */
  public static Finding ok(String what) {
    return new Finding(Grade.OK, what, "");
  }

  /**
   * Something that may explain a trouble.
   *
   * @param what what was seen
   * @param next what to do
   * @return the finding
   */
  public static Finding warn(String what, String next) {
    return new Finding(Grade.WARN, what, next);
  }

  /**
   * Something that must be mended.
   *
   * @param what what was seen
   * @param next what to do; may be empty
   * @return the finding
   */
  public static Finding fail(String what, String next) {
    return new Finding(Grade.FAIL, what, next);
  }
}
