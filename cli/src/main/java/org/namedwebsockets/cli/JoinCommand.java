package org.namedwebsockets.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.namedwebsockets.client.Incoming;
import org.namedwebsockets.client.Listener;
import org.namedwebsockets.client.NamedWebSocket;
import org.namedwebsockets.client.NamedWebSocketException;
import org.namedwebsockets.client.Peer;
import org.namedwebsockets.client.State;
import picocli.CommandLine.Model.CommandSpec;

/** {@code nws join}: a person on a channel, line by line. */
final class JoinCommand {
  private static final String HELP =
      """
      a line              to everybody
      /msg PEER text      to one peer
      /peers              who is here
      /quit               leave, as Ctrl-D does
      """;

  private static final long LAST_NEWS_MAX_MS = 1000;

  private static final String PLAIN = "0";
  private static final String FAINT = "2";
  private static final String RED = "31";
  private static final String GREEN = "32";
  private static final String YELLOW = "33";

  private final Shell shell;
  private final Object screen = new Object();
  private final CountDownLatch toldAll = new CountDownLatch(1);

  private JoinCommand(Shell shell) {
    this.shell = shell;
  }

  static CommandSpec spec(Shell shell) {
    CommandSpec spec =
        Commands.spec(
            "Joins a channel: prints what others say (<), who comes (+) and goes (-), and says each"
                + " line you type. /help tells more.",
            command -> new JoinCommand(shell).run(ChannelArgs.of(shell, command)));
    return ChannelArgs.add(spec);
  }

  private int run(ChannelArgs args) throws ConfigException, IOException {
    try (NamedWebSocket socket = args.join(args.options(), new Screen())) {
      show("joined as " + socket.id() + "; /help tells what can be typed", FAINT);
      Records lines = args.input();
      Optional<byte[]> line = lines.next();
      while (line.isPresent() && obey(socket, new String(line.get(), UTF_8).strip())) {
        prompt();
        line = lines.next();
      }
      if (line.isEmpty() && isDialogue()) {
        shell.say("\n"); // Ctrl-D stays on the line of our prompt, and the shell's would follow it.
      }
    }
    awaitLastNews();
    return ExitCode.OK;
  }

  /** What came before we left is told by another thread, the end last. */
  private void awaitLastNews() {
    try {
      toldAll.await(LAST_NEWS_MAX_MS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Does what a line says; false to leave. */
  private boolean obey(NamedWebSocket socket, String line) {
    String[] words = line.split("\\s+", 3);
    try {
      switch (words[0]) {
        case "/quit", "/q" -> {
          return false;
        }
        case "/help", "/h" -> HELP.lines().forEach(each -> show(each, FAINT));
        case "/peers" -> socket.peers().forEach(peer -> show(described(peer), FAINT));
        case "/msg", "/m" -> {
          if (words.length == 3) {
            socket.peer(words[1]).send(words[2]);
          } else {
            show("/msg PEER text", RED);
          }
        }
        case "" -> {
          // An empty line is a person who waits.
        }
        default -> say(socket, line);
      }
    } catch (NamedWebSocketException | IllegalArgumentException e) {
      show(String.valueOf(e.getMessage()), RED);
    }
    return true;
  }

  private void say(NamedWebSocket socket, String line) {
    boolean mistyped = line.startsWith("/") && !line.startsWith("//");
    if (mistyped) {
      show("there is no " + line.split("\\s", 2)[0] + "; // says a line that begins with /", RED);
    } else {
      socket.send(line.startsWith("//") ? line.substring(1) : line);
    }
  }

  private static String described(Peer peer) {
    StringBuilder text = new StringBuilder(peer.id());
    text.append(peer.name().isEmpty() ? "" : " " + peer.name());
    text.append(peer.kind().isEmpty() ? "" : " (" + peer.kind() + ")");
    text.append(peer.origin().isEmpty() ? "" : " of " + peer.origin());
    return text.append(peer.isHere() ? "" : ", behind " + peer.proxy()).toString();
  }

  private void prompt() {
    synchronized (screen) {
      if (isDialogue()) {
        shell.say("> ");
        shell.flush();
      }
    }
  }

  private boolean isDialogue() {
    return shell.tty().in() && shell.isScreen();
  }

  /** Shows a line above the prompt, with what is typed gone only from sight. */
  private void show(String line, String colour) {
    synchronized (screen) {
      boolean coloured = shell.isColoured();
      shell.say(isDialogue() ? "\r\u001b[K" : "");
      shell.say((coloured ? "\u001b[" + colour + "m" : "") + printable(line));
      shell.say(coloured ? "\u001b[0m\n" : "\n");
      shell.say(isDialogue() ? "> " : "");
      if (!shell.flush()) {
        Runtime.getRuntime().halt(ExitCode.OK); // nobody reads any more
      }
    }
  }

  /** Others shall not move our cursor; a message may have lines. */
  private static String printable(String text) {
    return text.replaceAll("[\\p{Cc}&&[^\n\t]]", "?");
  }

  /** Shows what happens. */
  private final class Screen implements Listener {
    private boolean lost;

    @Override
    public void onMessage(Incoming message) {
      String mark = message.sort() == Incoming.Sort.DIRECT ? "<< " : "< ";
      String text = message.isBinary() ? "[" + message.bytes().length + " bytes]" : message.text();
      show(mark + message.from() + ": " + text, PLAIN);
    }

    @Override
    public void onRequest(Incoming request) {
      show("? " + request.from() + ": " + request.text(), YELLOW);
    }

    @Override
    public void onPeerJoined(Peer peer) {
      show("+ " + described(peer), GREEN);
    }

    @Override
    public void onPeerLeft(Peer peer) {
      show("- " + described(peer), GREEN);
    }

    @Override
    public void onState(State state, String why) {
      if (state == State.CLOSED) {
        toldAll.countDown();
      }
      if (state == State.OPEN && lost) {
        lost = false;
        show("back on the channel", FAINT);
      } else if (state == State.WAITING && !lost) {
        lost = true;
        show(why + "; trying again", RED);
      } else if (state == State.CLOSED && !why.isEmpty()) {
        show(why, RED);
      }
    }
  }
}
