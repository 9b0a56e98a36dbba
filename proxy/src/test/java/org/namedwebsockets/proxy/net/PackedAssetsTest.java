package org.namedwebsockets.proxy.net;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Our pages are packed for who takes that. */
class PackedAssetsTest {
  private static final String SCRIPT = "/namedwebsockets.js";

  private FakePort port;

  @BeforeEach
  void open() {
    port = new FakePort();
  }

  @AfterEach
  void close() {
    port.close();
  }

  @Test
  void whoTakesThemPackedGetsTheSameBytes() throws IOException {
    FakeSocket plain = port.connect();
    plain.send(FakePort.get(SCRIPT, ""));
    assertFalse(plain.responseHead().contains("content-encoding"));
    FakeSocket packed = port.connect();
    packed.send(FakePort.get(SCRIPT, "Accept-Encoding: br, gzip\r\n"));
    assertTrue(packed.responseHead().contains("content-encoding: gzip\r\n"));

    byte[] body = plain.bytes();
    byte[] few = packed.bytes();

    assertTrue(few.length < body.length / 2, few.length + " of " + body.length);
    assertArrayEquals(body, new GZIPInputStream(new ByteArrayInputStream(few)).readAllBytes());
  }

  @Test
  void whoDoesNotGetsThemAsTheyAre() {
    FakeSocket socket = port.connect();

    socket.send(FakePort.get(SCRIPT, "Accept-Encoding: gzip;q=0, br\r\n"));

    String head = socket.responseHead();
    assertFalse(head.contains("content-encoding"), head);
    assertTrue(head.contains("vary: accept-encoding\r\n"), head);
  }
}
