package org.namedwebsockets.proxy.diagnosis;

import java.util.ArrayList;
import java.util.List;

/**
 * How a running proxy stands to others, as {@code /api/status} says it.
 *
 * @param version its version
 * @param port its local port
 * @param linkPort the port that others dial; 0 if it has no LAN side
 * @param linkStates a word for each proxy it knows; {@code up} if they are linked
 */
public record Standing(String version, int port, int linkPort, List<String> linkStates) {
  private static final String UP = "up";

  /** Keeps its own list. */
  public Standing {
    linkStates = List.copyOf(linkStates);
  }

  /**
   * What is to be said of the LAN side and the links. Pure.
   *
   * @return one finding, or two
   */
  public List<Finding> findings() {
    if (linkPort == 0) {
      return List.of(
          Finding.warn(
              "the proxy has no LAN side: network channels join this machine only",
              "start it without --lan off; the log (lan.closed) says why it has none"));
    }
    List<Finding> findings = new ArrayList<>();
    findings.add(Finding.ok("the proxy has its LAN side, on port " + linkPort));
    findings.add(links());
    return findings;
  }

  private Finding links() {
    long up = linkStates.stream().filter(UP::equals).count();
    if (up > 0) {
      return Finding.ok("it is linked with other proxies: " + up);
    }
    return linkStates.isEmpty()
        ? Finding.warn(
            "it has found no other proxy",
            "start nws on another machine; where multicast does not pass: nws --peer ADDRESS")
        : Finding.warn(
            "it has found " + linkStates.size() + " other proxies, but no link is up",
            "nws proxies shows their state; TCP %d must be open here, and theirs there"
                .formatted(linkPort));
  }
}
