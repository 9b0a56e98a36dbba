package org.namedwebsockets.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.namedwebsockets.client.Incoming;
import org.namedwebsockets.client.NamedWebSocket;
import picocli.CommandLine.Model.CommandSpec;

/** {@code nws sub}: what is said on a channel, line by line. */
final class SubCommand {
  private static final String JSON = "--json";
  private static final String SENDER = "-v";
  private static final String BARE = "-N";
  private static final String IDLE = "--idle";
  private static final Duration FOREVER = Duration.ofDays(10_000);

  /** After how many messages in a row it looks at the clock and at who reads. */
  private static final int LOOK_EVERY = 1024;

  private SubCommand() {}

  static CommandSpec spec(Shell shell) {
    CommandSpec spec =
        Commands.spec(
            "Prints what is said on a channel, and to us alone, one line for each message.",
            command -> run(shell, ChannelArgs.of(shell, command)));
    ChannelArgs.add(spec);
    ChannelArgs.addCount(spec, "Ends after so many messages.");
    ChannelArgs.addWithin(spec, "Ends after this time; with -C and too few: exit code 3.");
    ChannelArgs.addZero(spec);
    return spec.addOption(ChannelArgs.seconds("Ends when nothing is said for this time.", IDLE))
        .addOption(ChannelArgs.flag("With who said it.", SENDER, "--verbose"))
        .addOption(ChannelArgs.flag("Nothing after each message: bytes as they are.", BARE))
        .addOption(ChannelArgs.flag("One JSON object for each message.", JSON));
  }

  private static int run(Shell shell, ChannelArgs args) throws ConfigException, IOException {
    String end = args.has(BARE) ? "" : args.endsWithZero() ? "\0" : "\n";
    Printer printer = new Printer(shell, args.has(JSON), args.has(SENDER), end);
    long count = args.count();
    long idleNs = args.duration(IDLE, FOREVER).toNanos();
    long giveUpNs = System.nanoTime() + args.within(FOREVER).toNanos();
    try (NamedWebSocket socket = args.join(args.options(), null)) {
      for (long said = 0; said < count; said++) {
        Optional<Incoming> next = socket.receive(Duration.ZERO);
        if (next.isEmpty()) {
          if (!shell.flush()) {
            return ExitCode.OK; // nobody reads any more, as after head(1)
          }
          long leftNs = Math.max(0, giveUpNs - System.nanoTime());
          next = socket.receive(Duration.ofNanos(Math.min(leftNs, idleNs)));
        }
        if (next.isEmpty()) {
          return args.isCounted() ? ExitCode.TIMED_OUT : ExitCode.OK;
        }
        printer.print(next.get());
        // A channel without a gap must outlive neither its reader nor its time.
        if (said % LOOK_EVERY == LOOK_EVERY - 1
            && (!shell.flush() || System.nanoTime() - giveUpNs >= 0)) {
          return args.isCounted() ? ExitCode.TIMED_OUT : ExitCode.OK;
        }
      }
    } finally {
      shell.flush();
    }
    return ExitCode.OK;
  }
}
