package org.namedwebsockets.cli;

/** For each setting a value that is not its default, and one it must refuse. */
final class Samples {
  private Samples() {}

  static String other(Setting setting) {
    return switch (setting) {
      case PORT, LINK_PORT, GUEST_PORT -> "9100";
      case ORIGINS -> "same";
      case ORIGINS_FILE -> "/tmp/origins";
      case MESSAGE_MAX -> "20MiB";
      case PARTIAL_MAX -> "32MiB";
      case OUTBOX_MAX -> "48MiB";
      case BACKLOG_MAX -> "100MiB";
      case CONNECTIONS_MAX, CHANNELS_MAX, CHANNEL_PEERS_MAX -> "77";
      case STALL_MAX, PING_AFTER, SILENCE_MAX -> "90s";
      case PROGRAMS -> "token";
      case TOKEN_FILE -> "/tmp/token";
      case LAN, MULTICAST, NOTIFY, GUESTS -> "off";
      case PEER -> "box.local";
      case INTERFACE -> "!docker0";
      case ADVERTISE -> "10.0.0.7";
      case LOG -> "debug";
      case LOG_FORMAT -> "json";
    };
  }

  static String bad(Setting setting) {
    return switch (setting) {
      case PEER, INTERFACE, ADVERTISE -> "no such thing";
      default -> "purple";
    };
  }
}
