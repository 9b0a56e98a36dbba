package org.namedwebsockets.proxy.discovery;

/**
 * One network interface over one version of IP: where adverts are spoken and heard.
 *
 * @param card the interface's name
 * @param index the interface's number in this system, which is also the scope of its link-local
 *     addresses
 * @param version 4 or 6
 * @param loopback whether it never leaves this machine
 */
public record Wire(String card, int index, int version, boolean loopback) {
  @Override
  public String toString() {
    return card + "/" + version;
  }
}
