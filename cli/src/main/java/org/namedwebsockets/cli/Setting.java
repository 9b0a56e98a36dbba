package org.namedwebsockets.cli;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * Everything that can be set, once: flags, variables, the file, {@code nws config} and {@code
 * docs/configuration.md} all come from this table.
 */
@SuppressWarnings("ImmutableEnumChecker") // functions without state
enum Setting {
  PORT("port", Kind.port(), d -> d.port, (d, v) -> d.port = v, "Local port; 0 takes any free one"),
  ORIGINS(
      "origins",
      Kind.origins(),
      d -> d.origins,
      (d, v) -> d.origins = v,
      "Sites whose pages may open sockets: any, same (the proxy's own pages), ask, or a list"),
  ORIGINS_FILE(
      "origins-file",
      Kind.file(),
      d -> d.originsFile,
      (d, v) -> d.originsFile = v,
      "Where decisions about sites are kept; none given: ~/.local/state/nws/origins"),
  PROGRAMS(
      "programs",
      Kind.choice(Programs.class),
      d -> d.programs,
      (d, v) -> d.programs = v,
      "Who is let in: any of this machine's users; token: who shows the token, pages too"),
  TOKEN_FILE(
      "token-file",
      Kind.file(),
      d -> d.tokenFile,
      (d, v) -> d.tokenFile = v,
      "Where the token is kept; none given: ~/.local/state/nws/token"),
  NOTIFY(
      "notify",
      Kind.onOff(),
      d -> d.notifies,
      (d, v) -> d.notifies = v,
      "Whether the desktop asks about a site that waits (--origins ask)"),
  MESSAGE_MAX(
      "message-max",
      Kind.size(1L << 30),
      d -> d.messageMax,
      (d, v) -> d.messageMax = v,
      "Largest message"),
  PARTIAL_MAX(
      "partial-max",
      Kind.size(1L << 36),
      d -> d.partialMax,
      (d, v) -> d.partialMax = v,
      "Memory for messages that have not arrived whole, all sockets together"),
  CONNECTIONS_MAX(
      "connections-max",
      Kind.number(1, 1_000_000),
      d -> d.connectionsMax,
      (d, v) -> d.connectionsMax = v,
      "Connections open at once on the local port"),
  CHANNELS_MAX(
      "channels-max",
      Kind.number(1, 1_000_000),
      d -> d.channelsMax,
      (d, v) -> d.channelsMax = v,
      "Channels open at once"),
  CHANNEL_PEERS_MAX(
      "channel-peers-max",
      Kind.number(1, 1_000_000),
      d -> d.channelPeersMax,
      (d, v) -> d.channelPeersMax = v,
      "Peers of this machine on one channel"),
  OUTBOX_MAX(
      "outbox-max",
      Kind.size(1L << 36),
      d -> d.outboxMax,
      (d, v) -> d.outboxMax = v,
      "What may wait for one reader before it is closed as too slow"),
  BACKLOG_MAX(
      "backlog-max",
      Kind.size(1L << 36),
      d -> d.backlogMax,
      (d, v) -> d.backlogMax = v,
      "What may wait for all readers together before the fullest is closed"),
  STALL_MAX(
      "stall-max",
      Kind.duration(),
      d -> d.stallMax,
      (d, v) -> d.stallMax = v,
      "How long a full reader may take next to nothing before it is closed"),
  PING_AFTER(
      "ping-after",
      Kind.duration(),
      d -> d.pingAfter,
      (d, v) -> d.pingAfter = v,
      "How long a socket may be silent before it is pinged"),
  SILENCE_MAX(
      "silence-max",
      Kind.duration(),
      d -> d.silenceMax,
      (d, v) -> d.silenceMax = v,
      "How long a socket may be silent before it is closed"),
  LAN(
      "lan",
      Kind.onOff(),
      d -> d.lan,
      (d, v) -> d.lan = v,
      "Whether to link with proxies on other machines"),
  LINK_PORT(
      "link-port",
      Kind.port(),
      d -> d.linkPort,
      (d, v) -> d.linkPort = v,
      "Port for links with other proxies; if taken, the next free one"),
  MULTICAST(
      "multicast",
      Kind.onOff(),
      d -> d.multicast,
      (d, v) -> d.multicast = v,
      "Whether to announce this proxy and find others by mDNS"),
  PEER(
      "peer",
      Kind.hosts(),
      d -> d.peers,
      (d, v) -> d.peers = v,
      "Another proxy to link with where mDNS does not reach"),
  INTERFACE(
      "interface",
      Kind.interfaces(),
      d -> d.interfaces,
      (d, v) -> d.interfaces = v,
      "Network interface to use, or with ! in front, to leave out; none given: all"),
  ADVERTISE(
      "advertise",
      Kind.addresses(),
      d -> d.advertise,
      (d, v) -> d.advertise = v,
      "Address to announce; none given: those of the interfaces"),
  GUESTS(
      "guests",
      Kind.onOff(),
      d -> d.guests,
      (d, v) -> d.guests = v,
      "Whether people without a proxy may be invited; nothing listens until somebody is"),
  GUEST_PORT(
      "guest-port",
      Kind.port(),
      d -> d.guestPort,
      (d, v) -> d.guestPort = v,
      "Port of the guest page; if taken, any free one"),
  LOG("log", Kind.choice(LogLevel.class), d -> d.log, (d, v) -> d.log = v, "How much is logged"),
  LOG_FORMAT(
      "log-format",
      Kind.choice(LogFormat.class),
      d -> d.logFormat,
      (d, v) -> d.logFormat = v,
      "How a line of the log is written");

  private final String key;
  private final Slot<?> slot;
  private final String line;

  <T> Setting(
      String key, Kind<T> kind, Function<Draft, T> get, BiConsumer<Draft, T> set, String line) {
    this.key = key;
    this.slot = new Slot<>(kind, get, set);
    this.line = line;
  }

  /** Where a value lives in the draft and how it is written. */
  private record Slot<T>(Kind<T> kind, Function<Draft, T> get, BiConsumer<Draft, T> set) {
    void put(Draft draft, String text) {
      set.accept(draft, kind.reader().apply(text.trim()));
    }

    String text(Draft draft) {
      return kind.writer().apply(get.apply(draft));
    }
  }

  /** The setting with a key, exactly. */
  static Optional<Setting> ofKey(String key) {
    return Arrays.stream(values()).filter(setting -> setting.key.equals(key)).findFirst();
  }

  /** The setting with an environment variable, exactly. */
  static Optional<Setting> ofVariable(String name) {
    return Arrays.stream(values()).filter(setting -> setting.variable().equals(name)).findFirst();
  }

  /** Its name in the file, such as {@code message-max}. */
  String key() {
    return key;
  }

  /** Its name among flags, such as {@code --message-max}. */
  String flag() {
    return "--" + key;
  }

  /** Its name in the environment, such as {@code NWS_MESSAGE_MAX}. */
  String variable() {
    return "NWS_" + key.toUpperCase(Locale.ROOT).replace('-', '_');
  }

  /** What it is for, one line. */
  String line() {
    return line;
  }

  /** What stands for its value in the help. */
  String label() {
    return slot.kind.label();
  }

  /** What its value must be, to follow the word "wants". */
  String wanted() {
    return slot.kind.wanted();
  }

  /** Whether it may be given more than once, which is the same as with commas. */
  boolean repeatable() {
    return slot.kind.repeatable();
  }

  /** Its value unless set; empty for an empty list. */
  String defaultText() {
    return text(new Draft());
  }

  /**
   * Reads a value into a draft.
   *
   * @throws IllegalArgumentException if the text is not what is {@linkplain #wanted wanted}
   */
  void put(Draft draft, String text) {
    slot.put(draft, text);
  }

  /** Its value in a draft, written the shortest way. */
  String text(Draft draft) {
    return slot.text(draft);
  }
}
