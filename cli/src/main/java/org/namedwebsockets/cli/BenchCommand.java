package org.namedwebsockets.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.namedwebsockets.client.Incoming;
import org.namedwebsockets.client.NamedWebSocket;
import org.namedwebsockets.client.Options;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** {@code nws bench}: how fast two peers of this machine talk, with this very client. */
final class BenchCommand {
  private static final String SIZE = "--size";
  private static final int WARM_UP = 2_000;
  private static final int ROUND_TRIPS = 5_000;
  private static final int MESSAGES = 100_000;
  private static final Duration SILENCE_MAX = Duration.ofSeconds(10);

  private BenchCommand() {}

  static CommandSpec spec(Shell shell) {
    CommandSpec spec =
        Commands.spec(
            "Measures round trips, and messages in a row, between two peers on a local channel.",
            command -> {
              Target target = Target.of(shell, command);
              int size = command.getParseResult().matchedOptionValue(SIZE, 100);
              if (size < 0 || size > 1 << 20) {
                throw new ConfigException(SIZE + " wants a number of bytes up to 1048576.");
              }
              Options options = Options.DEFAULTS.withPort(target.port()).withToken(target.token());
              return run(shell, options, new byte[size]);
            });
    spec.addOption(
        OptionSpec.builder(SIZE)
            .type(Integer.class)
            .paramLabel("BYTES")
            .description("How large each message is. [100]")
            .build());
    return SettingOptions.add(spec, Setting.PORT);
  }

  private static int run(Shell shell, Options options, byte[] message) throws IOException {
    String channel = "bench-" + UUID.randomUUID();
    try (NamedWebSocket ann = NamedWebSocket.local(channel, options);
        NamedWebSocket bob = NamedWebSocket.local(channel, options)) {
      roundTrips(ann, bob, message, WARM_UP);
      long[] tookNs = roundTrips(ann, bob, message, ROUND_TRIPS);
      Arrays.sort(tookNs);
      shell.say(line("round trip: median %.0f us, 99 of 100 below %.0f us%n", tookNs, 0.5, 0.99));
      long beganNs = System.nanoTime();
      Thread sending = Thread.startVirtualThread(() -> send(ann, message));
      for (int i = 0; i < MESSAGES; i++) {
        hear(bob);
      }
      double seconds = (System.nanoTime() - beganNs) / 1e9;
      sending.interrupt();
      shell.say(
          String.format(
              Locale.ROOT,
              "in a row: %.0f messages/s, %.1f MiB/s%n",
              MESSAGES / seconds,
              (double) MESSAGES * message.length / seconds / (1 << 20)));
      shell.flush();
      return ExitCode.OK;
    }
  }

  private static void send(NamedWebSocket from, byte[] message) {
    for (int i = 0; i < MESSAGES; i++) {
      from.send(message);
    }
  }

  private static long[] roundTrips(
      NamedWebSocket ann, NamedWebSocket bob, byte[] message, int count) throws IOException {
    long[] tookNs = new long[count];
    for (int i = 0; i < count; i++) {
      long beganNs = System.nanoTime();
      ann.send(message);
      hear(bob);
      bob.send(message);
      hear(ann);
      tookNs[i] = System.nanoTime() - beganNs;
    }
    return tookNs;
  }

  private static void hear(NamedWebSocket peer) throws IOException {
    Optional<Incoming> heard = peer.receive(SILENCE_MAX);
    if (heard.isEmpty()) {
      throw new IOException("a message did not arrive.");
    }
  }

  private static String line(String format, long[] sortedNs, double first, double second) {
    return String.format(
        Locale.ROOT,
        format,
        sortedNs[(int) (sortedNs.length * first)] / 1e3,
        sortedNs[(int) (sortedNs.length * second)] / 1e3);
  }
}
