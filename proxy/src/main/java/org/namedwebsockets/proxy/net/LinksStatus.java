package org.namedwebsockets.proxy.net;

import java.util.List;

/**
 * Links as {@code /api/status} shows them.
 *
 * @param id this proxy's id, empty if it does not go on the LAN
 * @param port the port that other proxies dial, 0 if it does not go on the LAN
 * @param links one entry for each proxy we know of
 */
public record LinksStatus(String id, int port, List<Entry> links) {
  /** Of a proxy that does not go on the LAN. */
  public static final LinksStatus NONE = new LinksStatus("", 0, List.of());

  /**
   * One other proxy.
   *
   * @param id its id, empty while it is not known
   * @param address where it is, as host and port
   * @param found how we learned of it: {@code mdns}, {@code peer} and {@code gossip}, with commas
   *     if several; {@code accepted} if all we know is that it dialled us
   * @param state {@code up}, {@code dialling} or {@code waiting}
   * @param channels how many channels it shares with us now
   */
  public record Entry(String id, String address, String found, String state, int channels) {}
}
