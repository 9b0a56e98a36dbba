package org.namedwebsockets.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.namedwebsockets.client.Listener;
import org.namedwebsockets.client.NamedWebSocket;
import org.namedwebsockets.client.Options;
import org.namedwebsockets.client.UnreachableException;
import org.namedwebsockets.protocol.ChannelName;
import org.namedwebsockets.protocol.PeerId;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParseResult;

/** What the commands that join a channel are told: which one, as whom, through which proxy. */
final class ChannelArgs {
  private static final String LOCAL = "--local";
  private static final String ID = "--id";
  private static final String NAME = "--name";
  private static final String KIND = "--kind";
  private static final String COUNT = "-C";
  private static final String WITHIN = "-W";
  private static final String ZERO = "-0";

  private final Shell shell;
  private final ParseResult parsed;
  private final Target target;
  private final String channel;

  private ChannelArgs(Shell shell, ParseResult parsed, Target target, String channel) {
    this.shell = shell;
    this.parsed = parsed;
    this.target = target;
    this.channel = channel;
  }

  /** Gives a command its channel and the options for it. */
  static CommandSpec add(CommandSpec spec) {
    spec.addPositional(word(0, "CHANNEL", "Its name; on the local network, unless --local."));
    spec.addOption(flag("Of this machine only.", LOCAL));
    spec.addOption(option("ID", "Our peer id; else one is drawn.", ID));
    spec.addOption(option("NAME", "What people shall call us.", NAME));
    spec.addOption(option("KIND", "What programs shall take us for: a-z 0-9 -", KIND));
    return SettingOptions.add(spec, Setting.PORT);
  }

  static CommandSpec addPeer(CommandSpec spec) {
    return spec.addPositional(word(1, "PEER", "The id of the peer."));
  }

  static CommandSpec addMessage(CommandSpec spec, int from, String description) {
    return spec.addPositional(
        PositionalParamSpec.builder()
            .index(from + "..*")
            .arity("0..*")
            .type(List.class)
            .auxiliaryTypes(String.class)
            .paramLabel("MESSAGE")
            .description(description)
            .build());
  }

  static CommandSpec addCount(CommandSpec spec, String description) {
    return spec.addOption(
        OptionSpec.builder(COUNT, "--count")
            .type(Integer.class)
            .paramLabel("N")
            .description(description)
            .build());
  }

  static CommandSpec addWithin(CommandSpec spec, String description) {
    return spec.addOption(seconds(description, WITHIN, "--within"));
  }

  static CommandSpec addZero(CommandSpec spec) {
    return spec.addOption(flag("Messages end with a NUL, not with a line.", ZERO, "--null"));
  }

  static OptionSpec flag(String description, String... names) {
    return OptionSpec.builder(names[0], names).description(description).build();
  }

  static OptionSpec option(String label, String description, String... names) {
    return OptionSpec.builder(names[0], names)
        .type(String.class)
        .paramLabel(label)
        .description(description)
        .build();
  }

  static OptionSpec seconds(String description, String... names) {
    return OptionSpec.builder(names[0], names)
        .type(Double.class)
        .paramLabel("SECONDS")
        .description(description)
        .build();
  }

  private static PositionalParamSpec word(int index, String label, String description) {
    return PositionalParamSpec.builder()
        .index(String.valueOf(index))
        .arity("1")
        .type(String.class)
        .paramLabel(label)
        .description(description)
        .build();
  }

  /** Reads what was given. */
  static ChannelArgs of(Shell shell, CommandLine command) throws ConfigException {
    ParseResult parsed = command.getParseResult();
    Target target = Target.of(shell, command);
    String channel = parsed.matchedPositionalValue(0, "");
    if (ChannelName.parse(channel).isEmpty()) {
      throw new ConfigException(ChannelName.RULE + ".");
    }
    return new ChannelArgs(shell, parsed, target, channel);
  }

  boolean has(String option) {
    return parsed.hasMatchedOption(option);
  }

  String text(String option) {
    return parsed.matchedOptionValue(option, "");
  }

  int number(String option) {
    return parsed.matchedOptionValue(option, 0);
  }

  /** How long a peer may take to show: those of this machine are told before we begin. */
  Duration bridgeMax() {
    return isLocal() ? Duration.ofMillis(1) : Arrivals.BRIDGE_MAX;
  }

  boolean endsWithZero() {
    return has(ZERO);
  }

  boolean isLocal() {
    return has(LOCAL);
  }

  /** Whom a message is for. */
  String peer() throws ConfigException {
    String id = parsed.matchedPositionalValue(1, "");
    if (PeerId.parse(id).isEmpty()) {
      throw new ConfigException(PeerId.RULE + ".");
    }
    return id;
  }

  /** The words from one on; none if the message is to be read from the input. */
  List<String> words(int from) {
    return parsed.matchedPositionalValue(from, List.of());
  }

  /** How many, or without end. */
  long count() throws ConfigException {
    int count = parsed.matchedOptionValue(COUNT, Integer.MAX_VALUE);
    if (count < 1) {
      throw new ConfigException(COUNT + " wants a number from 1 on.");
    }
    return count == Integer.MAX_VALUE ? Long.MAX_VALUE : count;
  }

  boolean isCounted() {
    return has(COUNT);
  }

  Duration within(Duration usual) throws ConfigException {
    return duration(WITHIN, usual);
  }

  Duration duration(String option, Duration usual) throws ConfigException {
    double seconds = parsed.matchedOptionValue(option, usual.toMillis() / 1e3);
    if (!(seconds >= 0.001 && seconds <= 1e9)) {
      throw new ConfigException(option + " wants a number of seconds, such as 0.5 or 10.");
    }
    return Duration.ofMillis((long) (seconds * 1e3));
  }

  /** Who we are. */
  Options options() throws ConfigException {
    try {
      return Options.DEFAULTS
          .withPort(target.port())
          .withToken(target.token())
          .withId(text(ID))
          .withName(text(NAME))
          .withKind(text(KIND));
    } catch (IllegalArgumentException e) {
      throw new ConfigException(e.getMessage() + ".");
    }
  }

  NamedWebSocket join(Options options, @Nullable Listener listener) throws IOException {
    try {
      if (listener == null) {
        return isLocal()
            ? NamedWebSocket.local(channel, options)
            : NamedWebSocket.network(channel, options);
      }
      return isLocal()
          ? NamedWebSocket.local(channel, options, listener)
          : NamedWebSocket.network(channel, options, listener);
    } catch (UnreachableException e) {
      String next = e.status() == 0 ? ". Start the proxy with: nws" : ".";
      throw new IOException(e.getMessage() + next, e);
    }
  }

  /** Takes a message. */
  interface Sink {
    /** Takes one, in UTF-8 unless bytes were asked for. */
    void take(byte[] message) throws ConfigException;
  }

  /** The message that stands in the words from one on; without any, each that is in the input. */
  void eachMessage(int from, Sink sink) throws ConfigException, IOException {
    List<String> words = words(from);
    if (!words.isEmpty()) {
      sink.take(String.join(" ", words).getBytes(UTF_8));
      return;
    }
    Records records = input();
    for (Optional<byte[]> next = records.next(); next.isPresent(); next = records.next()) {
      sink.take(next.get());
    }
  }

  /** The messages in the input, each with its end taken away. */
  Records input() {
    return new Records(shell.in(), endsWithZero() ? 0 : '\n');
  }
}
