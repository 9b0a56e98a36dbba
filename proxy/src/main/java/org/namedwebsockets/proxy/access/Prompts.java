package org.namedwebsockets.proxy.access;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Whether a person may be asked about a site now: one prompt at a time, one in a span for all sites
 * of one parent, and so many in all. What is not asked still waits in the console.
 *
 * <p>Not thread safe: confined to the hub's loop.
 */
public final class Prompts {
  private final PromptLimits limits;
  private final Map<String, Long> begun = new LinkedHashMap<>();
  private boolean open;

  /**
   * Nobody was asked yet.
   *
   * @param limits how often
   */
  public Prompts(PromptLimits limits) {
    this.limits = limits;
  }

  /**
   * Begins a prompt, if there may be one.
   *
   * @param origin the site
   * @param nowNs the time
   * @return whether the person may be asked
   */
  public boolean begin(String origin, long nowNs) {
    long spanNs = limits.span().toNanos();
    begun.values().removeIf(sinceNs -> nowNs - sinceNs >= spanNs);
    String parent = Sites.parent(origin);
    if (open || begun.containsKey(parent) || begun.size() >= limits.promptsMax()) {
      return false;
    }
    begun.put(parent, nowNs);
    open = true;
    return true;
  }

  /** It was answered, or is over. */
  public void end() {
    open = false;
  }
}
