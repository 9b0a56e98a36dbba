package org.namedwebsockets.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import org.namedwebsockets.client.NamedWebSocket;
import org.namedwebsockets.client.Options;
import org.namedwebsockets.client.Retry;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** {@code nws pub}: says something to all on a channel. */
final class PubCommand {
  private static final String BINARY = "--binary";
  private static final String FILE = "--file";
  private static final String CHUNK = "--chunk";
  private static final String PEERS = "--peers";
  private static final Kind<Long> CHUNK_SIZE = Kind.size(16 << 20);
  private static final Duration READ_MAX = Duration.ofMinutes(5);
  private static final Duration PEERS_MAX = Duration.ofSeconds(10);

  private PubCommand() {}

  static CommandSpec spec(Shell shell) {
    CommandSpec spec =
        Commands.spec(
            "Says something to every peer of a channel: the words given, else each line of the"
                + " input, else a file.",
            command -> run(shell, ChannelArgs.of(shell, command)));
    ChannelArgs.add(spec);
    ChannelArgs.addMessage(spec, 1, "The message, with blanks between; else lines of the input.");
    ChannelArgs.addZero(spec);
    ChannelArgs.addWithin(spec, "How long to wait for --peers. [10]");
    return spec.addOption(ChannelArgs.flag("Sends bytes instead of text.", BINARY, "-b"))
        .addOption(ChannelArgs.option("F", "Sends a file, in binary messages.", FILE, "-f"))
        .addOption(ChannelArgs.option("SIZE", "How large each of them is. [64KiB]", CHUNK))
        .addOption(
            OptionSpec.builder(PEERS)
                .type(Integer.class)
                .paramLabel("N")
                .description(
                    "First waits for so many others. Without it, on the network, a third of a"
                        + " second for the first.")
                .build());
  }

  private static int run(Shell shell, ChannelArgs args) throws ConfigException, IOException {
    Arrivals arrivals = new Arrivals(shell);
    // A file with a hole is worth nothing: if the connection breaks, it fails.
    Options usual = args.options().deaf();
    Options options = args.has(FILE) ? usual.withRetry(Retry.NEVER) : usual;
    int chunk = chunk(args);
    try (NamedWebSocket socket = args.join(options, arrivals)) {
      if (!areThere(args, arrivals)) {
        shell.complain("too few peers came.");
        return ExitCode.TIMED_OUT;
      }
      if (args.has(FILE)) {
        sendFile(shell, Path.of(args.text(FILE)), chunk, socket);
      } else {
        args.eachMessage(1, message -> send(args, socket, message));
      }
      boolean read = socket.leave(READ_MAX);
      if (arrivals.wasLost()) {
        throw new IOException("the connection broke meanwhile; some of it may be lost.");
      }
      if (!read) {
        throw new IOException("the connection broke before the proxy had read everything.");
      }
    }
    return ExitCode.OK;
  }

  private static int chunk(ChannelArgs args) throws ConfigException {
    try {
      return args.has(CHUNK)
          ? Math.toIntExact(CHUNK_SIZE.reader().apply(args.text(CHUNK)))
          : 64 << 10;
    } catch (IllegalArgumentException _) {
      throw new ConfigException(CHUNK + " wants " + CHUNK_SIZE.wanted() + ".");
    }
  }

  private static boolean areThere(ChannelArgs args, Arrivals arrivals)
      throws ConfigException, IOException {
    if (args.has(PEERS)) {
      return arrivals.await(args.number(PEERS), args.within(PEERS_MAX));
    }
    if (!args.isLocal()) {
      arrivals.await(1, Arrivals.BRIDGE_MAX.dividedBy(3));
    }
    return true;
  }

  private static void send(ChannelArgs args, NamedWebSocket socket, byte[] message) {
    if (args.has(BINARY)) {
      socket.send(message);
    } else {
      socket.send(new String(message, UTF_8));
    }
  }

  private static void sendFile(Shell shell, Path file, int chunk, NamedWebSocket socket)
      throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      Progress progress = new Progress(shell, Files.size(file));
      try {
        for (byte[] part = in.readNBytes(chunk); part.length > 0; part = in.readNBytes(chunk)) {
          socket.send(part);
          progress.sent(part.length, System.nanoTime());
        }
      } finally {
        progress.end();
      }
    } catch (NoSuchFileException _) {
      throw new IOException("there is no file " + Quoted.of(file.toString()) + ".");
    }
  }
}
