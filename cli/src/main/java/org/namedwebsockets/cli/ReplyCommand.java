package org.namedwebsockets.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.namedwebsockets.client.Incoming;
import org.namedwebsockets.client.Incoming.Sort;
import org.namedwebsockets.client.NamedWebSocket;
import org.namedwebsockets.client.NamedWebSocketException;
import org.namedwebsockets.client.Options;
import picocli.CommandLine.Model.CommandSpec;

/** {@code nws reply}: answers requests, with a fixed text or by a command. */
final class ReplyCommand {
  private static final String EXEC = "--exec";
  private static final int COMMANDS_MAX = 8;
  private static final Duration COMMAND_MAX = Duration.ofMinutes(10);
  private static final int REPLY_BYTES_MAX = 16 << 20;

  private ReplyCommand() {}

  static CommandSpec spec(Shell shell) {
    CommandSpec spec =
        Commands.spec(
            "Answers every request with a fixed text, or with what a command prints. The command"
                + " gets the question as its input, and who asks as NWS_FROM.",
            command -> run(shell, ChannelArgs.of(shell, command)));
    ChannelArgs.add(spec);
    ChannelArgs.addMessage(spec, 1, "The answer, with blanks between.");
    ChannelArgs.addCount(spec, "Ends after so many requests.");
    return spec.addOption(ChannelArgs.option("CMD", "Runs this with sh -c for each.", EXEC));
  }

  private static int run(Shell shell, ChannelArgs args) throws ConfigException, IOException {
    List<String> words = args.words(1);
    if (words.isEmpty() == !args.has(EXEC)) {
      throw new ConfigException("reply wants either an answer or --exec.");
    }
    long count = args.count();
    Options options = args.options().deaf();
    Semaphore free = new Semaphore(COMMANDS_MAX);
    try (NamedWebSocket socket = args.join(options, null)) {
      for (long asked = 0; asked < count; ) {
        Incoming incoming = socket.receive();
        if (incoming.sort() != Sort.REQUEST) {
          continue;
        }
        asked++;
        if (args.has(EXEC)) {
          free.acquireUninterruptibly();
          Thread.startVirtualThread(() -> {
            try {
              execute(shell, args.text(EXEC), incoming);
            } finally {
              free.release();
            }
          });
        } else {
          incoming.reply(String.join(" ", words));
        }
      }
      free.acquireUninterruptibly(COMMANDS_MAX);
    }
    return ExitCode.OK;
  }

  private static void execute(Shell shell, String command, Incoming request) {
    try {
      ProcessBuilder builder = new ProcessBuilder("sh", "-c", command);
      builder.redirectError(ProcessBuilder.Redirect.INHERIT);
      builder.environment().put("NWS_FROM", request.from());
      Process process = builder.start();
      Thread.startVirtualThread(() -> feed(process, request.bytes()));
      // Ends its output too, which is waited for here.
      Thread limit = Thread.startVirtualThread(() -> end(process));
      byte[] answer = process.getInputStream().readNBytes(REPLY_BYTES_MAX);
      process.waitFor();
      limit.interrupt();
      if (process.exitValue() == 0) {
        reply(request, answer);
      } else {
        shell.complain("the command ended with %d; no reply.".formatted(process.exitValue()));
      }
    } catch (IOException | NamedWebSocketException e) {
      shell.complain("no reply: " + e.getMessage());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends a command that takes too long, with all it started. */
  private static void end(Process process) {
    try {
      if (!process.waitFor(COMMAND_MAX.toSeconds(), TimeUnit.SECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt(); // it ended in time
    }
  }

  private static void feed(Process process, byte[] question) {
    try (OutputStream in = process.getOutputStream()) {
      in.write(question);
    } catch (IOException _) {
      process.isAlive(); // it need not read its input
    }
  }

  /** As text, if it is text, without the line feed at its end. */
  private static void reply(Incoming request, byte[] answer) {
    int length = answer.length;
    if (length > 0 && answer[length - 1] == '\n') {
      length--;
    }
    Utf8Text.of(answer, length).ifPresentOrElse(request::reply, () -> request.reply(answer));
  }
}
