package org.namedwebsockets.cli;

import java.io.IOException;
import java.time.Duration;
import org.namedwebsockets.client.NamedWebSocket;
import org.namedwebsockets.protocol.Message;
import picocli.CommandLine.Model.CommandSpec;

/** {@code nws request}: asks one peer, and prints what it replies. */
final class RequestCommand {
  private static final Duration REPLY_MAX = Duration.ofSeconds(10);

  private RequestCommand() {}

  static CommandSpec spec(Shell shell) {
    CommandSpec spec =
        Commands.spec(
            "Asks one peer and prints its reply: the words given, else each line of the input."
                + " Exit code 3 if none came in time.",
            command -> run(shell, ChannelArgs.of(shell, command)));
    ChannelArgs.addPeer(ChannelArgs.add(spec));
    ChannelArgs.addMessage(spec, 2, "The question, with blanks between; else lines of the input.");
    ChannelArgs.addZero(spec);
    ChannelArgs.addWithin(spec, "How long to wait for each reply. [10]");
    return SendCommand.addForms(spec);
  }

  private static int run(Shell shell, ChannelArgs args) throws ConfigException, IOException {
    Arrivals arrivals = new Arrivals(shell);
    String peer = args.peer();
    Duration max = args.within(REPLY_MAX);
    try (NamedWebSocket socket = args.join(args.options().deaf(), arrivals)) {
      arrivals.await(peer, args.bridgeMax());
      args.eachMessage(2, question -> ask(shell, args, socket, question, max));
    } catch (IllegalArgumentException e) {
      throw new ConfigException("the question cannot be sent: " + e.getMessage() + ".");
    }
    return ExitCode.OK;
  }

  private static void ask(
      Shell shell, ChannelArgs args, NamedWebSocket socket, byte[] question, Duration max)
      throws ConfigException {
    Message reply = socket.peer(args.peer()).request(SendCommand.message(args, question), max);
    shell.write(reply.toBytes());
    shell.say(args.endsWithZero() ? "\0" : "\n");
    shell.flush();
  }
}
