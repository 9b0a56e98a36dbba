package org.namedwebsockets.proxy.access;

import java.time.Duration;

/**
 * Bounds on asking a person by way of their desktop: no page shall be able to fill it.
 *
 * @param promptsMax prompts in one span, all sites together
 * @param span how long that is; sites of one {@linkplain Sites#parent parent} get one prompt in it
 * @param answerMax how long a prompt waits for an answer
 */
public record PromptLimits(int promptsMax, Duration span, Duration answerMax) {
  /** What holds unless told otherwise. */
  public static final PromptLimits DEFAULTS =
      new PromptLimits(6, Duration.ofMinutes(10), Duration.ofSeconds(30));

  /**
   * Checks them.
   *
   * @throws IllegalArgumentException if one is not above zero
   */
  public PromptLimits {
    if (promptsMax < 1 || !span.isPositive() || !answerMax.isPositive()) {
      throw new IllegalArgumentException("limits must be above zero");
    }
  }
}
