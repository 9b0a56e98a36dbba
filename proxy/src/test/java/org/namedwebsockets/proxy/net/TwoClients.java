package org.namedwebsockets.proxy.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

/** Two peers of one channel: one breaks a rule, the other must not hear of it. */
final class TwoClients implements AutoCloseable {
  final FakePort port;
  final FakeSocket client;
  final FakeSocket other;

  TwoClients(NetLimits limits) {
    port = new FakePort(limits);
    client = port.open("/local/c/1");
    other = port.open("/local/c/2");
  }

  /** The one is told why and its connection ends; the other is well. */
  void assertRefused(int code, String reason) {
    List<String> heard = client.hears();
    assertEquals(1, heard.size(), () -> "heard: " + heard);
    assertTrue(heard.getFirst().startsWith("close:" + code + " " + reason), heard::getFirst);
    assertEquals(List.of(), other.hears());
    client.assertEnds();
    assertEquals(1, port.peers());
    other.send(Frames.ping("well"));
    assertEquals(List.of("pong:well"), other.hears());
  }

  @Override
  public void close() {
    port.close();
  }
}
