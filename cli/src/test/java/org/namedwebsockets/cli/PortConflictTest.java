package org.namedwebsockets.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.BindException;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PortConflictTest {
  private static final String ELSEWHERE =
      "\nTo run on another port: nws --port 9109   (pages then open ws://localhost:9109/...)";

  private static String sentence(String command) {
    return PortConflict.sentence(9009, Optional.of(new PortHolder(812, command)), false);
  }

  @Test
  void anotherProxyIsNamedWithItsConsole() {
    assertEquals(
        "nws is running on port 9009 already: java -jar nws.jar (pid 812)."
            + " Its console: http://localhost:9009/console"
            + ELSEWHERE,
        PortConflict.sentence(9009, Optional.of(new PortHolder(812, "java -jar nws.jar")), true));
    assertTrue(
        PortConflict.sentence(9009, Optional.empty(), true)
            .startsWith("nws is running on port 9009 already. Its console: "));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "python3 -m http.server 9009|",
        "clickhouse-server --daemon| ClickHouse uses it between its servers"
            + " (interserver_http_port).",
        "java -m io.questdb.ServerMain| QuestDB uses it for its line protocol"
            + " (line.tcp.net.bind.to).",
      })
  void theHolderIsNamedAndKnownOnesAreExplained(String command, String known) {
    String tail = known == null ? "" : " " + known.strip();
    assertEquals(
        "port 9009 is taken by " + command + " (pid 812)." + tail + ELSEWHERE, sentence(command));
  }

  @Test
  void aHolderThatCannotBeSeenIsGuessedOnTheUsualPort() {
    assertEquals(
        """
        port 9009 is taken. See by whom: sudo ss -ltnp 'sport = :9009'
        Known to use 9009: ClickHouse (between its servers) and QuestDB (line protocol over TCP).\
        """
            + ELSEWHERE,
        PortConflict.sentence(9009, Optional.empty(), false));
    assertTrue(!PortConflict.sentence(9010, Optional.empty(), false).contains("ClickHouse"));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource({"80, 9009", "9009, 9109", "9109, 9209", "65535, 9109"})
  void theOtherPortIsAUsefulOne(int port, int other) {
    assertTrue(
        PortConflict.sentence(port, Optional.empty(), false).contains("nws --port " + other));
  }

  @Test
  void aPortForRootSaysSo() {
    assertEquals(
        "port 80 needs the rights of root. Take one from 1024 on: nws --port 9009",
        PortConflict.explain(80, new BindException("Permission denied")));
  }
}
