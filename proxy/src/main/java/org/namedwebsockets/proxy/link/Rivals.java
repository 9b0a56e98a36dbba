package org.namedwebsockets.proxy.link;

/**
 * Which of two links between the same two proxies stays.
 *
 * <p>Both ends must come to the same answer without talking about it, or they drop both. The rule
 * they share: the link stays that the smaller id dialled. It is enough for two dials that crossed.
 * It is not for a link that one end has lost and the other still believes in: there the new link is
 * the good one, whoever dialled it. Only the end that was dialled can be wrong about that, for
 * nobody dials where a link stands, as far as he knows. So that end asks the old link for a sign of
 * life, and meanwhile lets the new one wait. If the two dials had just crossed, the dialler drops
 * the new link by the rule, long before the question is answered.
 */
final class Rivals {
  private Rivals() {}

  enum Verdict {
    /** The new link is closed as a duplicate. */
    KEEP_OLD,
    /** The old link is closed as a duplicate. */
    KEEP_NEW,
    /** The old link is probed, the new one waits for what comes of it. */
    ASK_OLD
  }

  /**
   * Judges.
   *
   * @param weAreSmaller whether our id is the smaller
   * @param weDialledOld whether this end dialled the link that stands
   * @param weDialledNew whether this end dialled the link that came up now
   */
  static Verdict judge(boolean weAreSmaller, boolean weDialledOld, boolean weDialledNew) {
    boolean smallerDialledOld = weDialledOld == weAreSmaller;
    boolean smallerDialledNew = weDialledNew == weAreSmaller;
    if (smallerDialledNew && !smallerDialledOld) {
      return Verdict.KEEP_NEW;
    }
    return weDialledNew ? Verdict.KEEP_OLD : Verdict.ASK_OLD;
  }
}
