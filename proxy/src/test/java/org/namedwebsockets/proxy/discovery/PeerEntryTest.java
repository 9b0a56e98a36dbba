package org.namedwebsockets.proxy.discovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PeerEntryTest {
  @ParameterizedTest
  @CsvSource({
    "printer.example, printer.example, 9010",
    "Printer.Example:9011, printer.example, 9011",
    "192.0.2.1, 192.0.2.1, 9010",
    "192.0.2.1:80, 192.0.2.1, 80",
    "[2001:db8::1], 2001:db8::1, 9010",
    "[2001:db8::1]:9011, 2001:db8::1, 9011",
    "2001:db8::1, 2001:db8::1, 9010",
    "[fe80::1%eth0]:9011, fe80::1%eth0, 9011",
    "' host ', host, 9010"
  })
  void reads(String text, String host, int port) {
    PeerEntry entry = PeerEntry.parse(text, 9010);

    assertEquals(host, entry.host());
    assertEquals(port, entry.port());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        ":9010",
        "host:",
        "host:0",
        "host:65536",
        "host:99999999999",
        "host:x",
        "[::1",
        "[]:1",
        "[::1]9010",
        "a b",
        "http://host/",
        "user@host",
        "host]",
        "hôte"
      })
  void refusesWithASentence(String text) {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> PeerEntry.parse(text, 9010));

    assertTrue(refused.getMessage().startsWith("a peer is host, host:port"));
  }
}
