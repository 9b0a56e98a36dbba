package org.namedwebsockets.verify.system;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.namedwebsockets.verify.architecture.Repository;

/**
 * An example of a page, played against a running proxy: each line is {@code <who> opens <path> [as
 * <subprotocol>]}, {@code says}, {@code hears}, {@code closes} or {@code is closed}.
 */
final class Conversation {
  private static final Pattern BLOCK = Pattern.compile("(?s)```conversation\n(.*?)```");

  private final int port;
  private final Map<String, TestPeer> sockets = new HashMap<>();

  Conversation(int port) {
    this.port = port;
  }

  /** All that a page has. */
  static Stream<String> of(String page) throws IOException {
    return BLOCK.matcher(Repository.text(page)).results().map(block -> block.group(1));
  }

  /** Everything is said and heard in its order, to the byte, and nothing else is heard. */
  void play(String conversation) {
    conversation.lines().forEach(this::line);
    sockets.values().forEach(socket -> assertEquals(List.of(), socket.rest()));
  }

  private void line(String line) {
    String[] words = line.split(" ", 3);
    String rest = words.length > 2 ? words[2] : "";
    switch (words[1]) {
      case "opens" -> sockets.put(words[0], open(rest.split(" as ", 2)));
      case "says" -> sockets.get(words[0]).say(rest);
      case "hears" -> assertEquals(rest, sockets.get(words[0]).next(), line);
      case "closes" -> sockets.get(words[0]).close();
      case "is" ->
          assertEquals(rest.substring("closed ".length()), sockets.get(words[0]).closed(), line);
      default -> throw new IllegalArgumentException(line);
    }
  }

  private TestPeer open(String[] pathAndForm) {
    return pathAndForm.length == 1
        ? TestPeer.open(port, pathAndForm[0])
        : TestPeer.openAs(port, pathAndForm[0], pathAndForm[1]);
  }
}
