package org.namedwebsockets.proxy.mdns;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which network interfaces are used. With no name wanted all are, except those left out.
 *
 * @param wanted names; empty for all
 * @param leftOut names, stronger than {@code wanted}
 */
public record InterfaceRule(Set<String> wanted, Set<String> leftOut) {
  /** Every interface. */
  public static final InterfaceRule ALL = new InterfaceRule(Set.of(), Set.of());

  /** Keeps copies. */
  public InterfaceRule {
    wanted = Set.copyOf(wanted);
    leftOut = Set.copyOf(leftOut);
  }

  /**
   * Reads what the configuration says.
   *
   * @param names names of interfaces; one after {@code !} is left out
   * @return the rule
   * @throws IllegalArgumentException if a name is empty, with a sentence for the user
   */
  public static InterfaceRule parse(List<String> names) {
    Set<String> wanted = new HashSet<>();
    Set<String> leftOut = new HashSet<>();
    for (String name : names) {
      boolean excludes = name.startsWith("!");
      String bare = name.substring(excludes ? 1 : 0).strip();
      if (bare.isEmpty()) {
        throw new IllegalArgumentException(
            "an interface is a name like eth0, or !eth0 to leave it out, not '" + name + "'");
      }
      (excludes ? leftOut : wanted).add(bare);
    }
    return new InterfaceRule(wanted, leftOut);
  }

  /**
   * Whether an interface is used.
   *
   * @param name its name
   * @return true if it is
   */
  public boolean admits(String name) {
    return !leftOut.contains(name) && (wanted.isEmpty() || wanted.contains(name));
  }
}
