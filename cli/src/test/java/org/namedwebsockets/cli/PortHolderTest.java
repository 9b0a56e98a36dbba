package org.namedwebsockets.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PortHolderTest {
  // 0x2331 is 9009. Line 1 listens, line 2 is a connection to it, line 3 listens elsewhere.
  private static final String TCP =
      """
        sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
         0: 0100007F:2331 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 41001 1 0000000000000000 100 0 0 10 0
         1: 0100007F:2331 0100007F:C001 01 00000000:00000000 00:00000000 00000000  1000        0 41002 1 0000000000000000 20 4 30 10 -1
         2: 00000000:0016 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 41003 1 0000000000000000 100 0 0 10 0
         3: 0100007F:C001 0100007F:2331 01 00000000:00000000 00:00000000 00000000  1000        0 41004 1 0000000000000000 20 4 30 10 -1
      """;
  private static final String TCP6 =
      """
        sl  local_address                         remote_address                        st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
         0: 00000000000000000000000000000000:2331 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 52001 1 0000000000000000 100 0 0 10 0
      """;

  @Test
  void onlyWhatListensOnThePortCounts() {
    assertEquals(Set.of("41001"), PortHolder.listening(TCP, 9009));
    assertEquals(Set.of("52001"), PortHolder.listening(TCP6, 9009));
    assertEquals(Set.of("41003"), PortHolder.listening(TCP, 22));
    assertEquals(Set.of(), PortHolder.listening(TCP, 9010));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n\n", "no table", " 0: 0100007F:2331 00000000:0000 0A"})
  void aTableOfAnotherShapeHoldsNothing(String table) {
    assertEquals(Set.of(), PortHolder.listening(table, 9009));
  }

  @ParameterizedTest(name = "{1}")
  @CsvSource({
    "/usr/bin/clickhouse-server|--daemon|, clickhouse-server --daemon",
    "nginx: master process nginx, nginx: master process nginx",
    "/opt/jdk/bin/java|-Xmx1g|-jar|/home/me/.nws/jars/nws.jar|--port|1|, java -jar nws.jar",
    "java|-p|/q/questdb.jar|-m|io.questdb/io.questdb.ServerMain|, java -m io.questdb.ServerMain",
    "java|org.example.Main|, java org.example.Main",
    "'', ''",
  })
  void aProgramIsNamedBriefly(String cmdline, String name) {
    assertEquals(name, PortHolder.shortened(cmdline.replace('|', '\0')));
  }
}
