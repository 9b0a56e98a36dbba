package org.namedwebsockets.verify.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.BindException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.namedwebsockets.protocol.CloseReason;
import org.namedwebsockets.proxy.Proxy;
import org.namedwebsockets.verify.architecture.Repository;

/** What docs/protocol/local.md says is what a proxy does. */
@Timeout(60)
class LocalPageTest {
  private static final String PAGE = "docs/protocol/local.md";

  private Proxy proxy;

  @BeforeEach
  void start() throws BindException {
    proxy = LocalOnly.start();
  }

  @AfterEach
  void stop() {
    proxy.close();
  }

  static Stream<String> conversations() throws IOException {
    return Conversation.of(PAGE);
  }

  @Test
  void thePageHasItsExamples() throws IOException {
    assertEquals(4, conversations().count());
  }

  @ParameterizedTest
  @MethodSource("conversations")
  void everyConversationHappensToTheByte(String conversation) {
    new Conversation(proxy.port()).play(conversation);
  }

  @Test
  void everyCloseReasonHasItsRow() throws IOException {
    List<String> rows =
        rows("| code | word | again | when |").stream()
            .map(cells -> cells.get(0) + " " + cells.get(1) + " " + cells.get(2))
            .sorted()
            .toList();

    assertEquals(
        Arrays.stream(CloseReason.values())
            .map(reason ->
                "%d `%s` %s".formatted(reason.code(), reason.word(), reason.retry() ? "yes" : "no"))
            .sorted()
            .toList(),
        rows);
  }

  @Test
  void everyRequestIsAnsweredAsItsRowSays() throws IOException {
    List<List<String>> rows = rows("| request | with | status |");
    List<RawRequest> open = new ArrayList<>();
    try {
      for (List<String> row : rows) {
        RawRequest request = new RawRequest(proxy.port(), row.get(0), row.get(1));
        open.add(request);
        assertEquals(Integer.parseInt(row.get(2)), request.status(), row::toString);
      }
    } finally {
      for (RawRequest request : open) {
        request.close();
      }
    }
    assertTrue(rows.size() > 20, () -> "only " + rows.size() + " rows");
  }

  private static String page() throws IOException {
    return Repository.text(PAGE);
  }

  private static List<List<String>> rows(String head) throws IOException {
    Matcher table =
        Pattern.compile("(?m)^" + Pattern.quote(head) + "\n\\|[-|]+\n((?:\\|.*\n?)+)")
            .matcher(page());
    assertTrue(table.find(), head);
    return table
        .group(1)
        .lines()
        .map(line -> List.of(line.substring(1).split("\\|", -1)))
        .map(cells -> cells.stream().map(String::strip).toList())
        .toList();
  }
}
