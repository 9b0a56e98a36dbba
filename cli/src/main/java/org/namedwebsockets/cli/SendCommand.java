package org.namedwebsockets.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import org.namedwebsockets.client.NamedWebSocket;
import org.namedwebsockets.protocol.Message;
import picocli.CommandLine.Model.CommandSpec;

/** {@code nws send}: says something to one peer, and ends when it is there. */
final class SendCommand {
  private static final String BINARY = "--binary";
  private static final String JSON = "--json";

  private SendCommand() {}

  static CommandSpec spec(Shell shell) {
    CommandSpec spec =
        Commands.spec(
            "Says something to one peer: the words given, else each line of the input. Exit code"
                + " 1 if it did not arrive.",
            command -> run(shell, ChannelArgs.of(shell, command)));
    ChannelArgs.addPeer(ChannelArgs.add(spec));
    ChannelArgs.addMessage(spec, 2, "The message, with blanks between; else lines of the input.");
    ChannelArgs.addZero(spec);
    ChannelArgs.addWithin(spec, "How long to wait for the peer to come. [1, with --local 0.001]");
    return addForms(spec);
  }

  static CommandSpec addForms(CommandSpec spec) {
    return spec.addOption(ChannelArgs.flag("Sends bytes instead of text.", BINARY, "-b"))
        .addOption(ChannelArgs.flag("The message is a JSON value.", JSON));
  }

  private static int run(Shell shell, ChannelArgs args) throws ConfigException, IOException {
    Arrivals arrivals = new Arrivals(shell);
    String peer = args.peer();
    try (NamedWebSocket socket = args.join(args.options().deaf(), arrivals)) {
      arrivals.await(peer, args.within(args.bridgeMax()));
      args.eachMessage(2, bytes -> socket.peer(peer).send(message(args, bytes)));
    } catch (IllegalArgumentException e) {
      throw new ConfigException("the message cannot be sent: " + e.getMessage() + ".");
    }
    return ExitCode.OK;
  }

  /** A message in the form that was asked for. */
  static Message message(ChannelArgs args, byte[] bytes) {
    if (args.has(BINARY)) {
      return Message.binary(bytes);
    }
    String text = new String(bytes, UTF_8);
    return args.has(JSON) ? Message.json(text) : Message.text(text);
  }
}
