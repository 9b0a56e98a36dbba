package org.namedwebsockets.proxy.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.namedwebsockets.protocol.CloseReason;
import org.namedwebsockets.proxy.Changed;
import org.namedwebsockets.proxy.access.OriginRule;
import org.namedwebsockets.proxy.hub.Limits;

/** The largest texts, and readers that hear them as JSON, where they are longer. */
@Timeout(60)
class JsonReadersTest {
  private static final int MAX = 1 << 20;

  /** As tight as the settings allow beside this largest message. */
  private final FakePort port =
      new FakePort(FakePort.messagesOf(MAX), limits(3 * MAX, 6 * MAX), new OriginRule.Any());

  private static Limits limits(long outboxBytesMax, long backlogBytesMax) {
    return Changed.of(
        Limits.DEFAULTS,
        Map.of("outboxBytesMax", outboxBytesMax, "backlogBytesMax", backlogBytesMax));
  }

  @AfterEach
  void close() {
    port.close();
  }

  private FakeSocket v1(String id) {
    FakeSocket socket = port.connect();
    socket.send(FakePort.upgrade("/network/c/" + id, "Sec-WebSocket-Protocol: nws.v1"));
    socket.responseHead();
    return socket;
  }

  @Test
  void aTextThatIsTwiceAsLongInJsonClosesNobodyAndReachesEachOnce() {
    FakeSocket sender = port.open("/network/c/1");
    List<FakeSocket> readers = List.of(port.open("/network/c/2"), v1("ann"), port.open("/c"));
    sender.send(Frames.text("begin"));
    readers.forEach(FakeSocket::hears);
    readers.forEach(FakeSocket::stopReading);

    String text = "\n".repeat(MAX);
    sender.send(Frames.text(text), Frames.text(text));
    port.passSeconds(5);
    readers.forEach(FakeSocket::readAll);

    assertEquals(List.of("text:" + text, "text:" + text), readers.get(0).hears());
    for (FakeSocket reader : readers.subList(1, 3)) {
      List<String> heard = reader.hears();
      assertEquals(2, heard.size());
      heard.forEach(one -> assertTrue(one.contains("\\n".repeat(MAX)), "changed on its way"));
    }
    assertEquals(0, port.closed(CloseReason.SLOW));
  }

  @Test
  void aTextThatIsSixTimesAsLongInJsonClosesItsSenderAndNobodyElse() {
    FakeSocket sender = port.open("/network/c/1");
    List<FakeSocket> readers = List.of(port.open("/network/c/2"), v1("ann"), port.open("/c"));
    readers.forEach(FakeSocket::hears);

    sender.send(Frames.text("\1".repeat(MAX)));

    sender.assertClosed(
        1009, "too-big: the limit of a text as a JSON string is " + (2 * MAX + 2) + " bytes");
    assertEquals(List.of(), readers.get(0).hears());
    assertTrue(readers.stream().allMatch(FakeSocket::isOpen));
  }

  @Test
  void aTextOfControlCharactersIsTakenUpToItsLengthInJson() {
    FakeSocket sender = port.open("/network/c/1");
    FakeSocket raw = port.open("/network/c/2");
    String text = "\1".repeat(MAX / 3);

    sender.send(Frames.text(text), Frames.binary(new byte[MAX]));

    assertEquals(List.of("text:" + text, "binary:" + MAX), raw.hears());
  }

  @Test
  void whoIsAloneIsToldToo() {
    FakeSocket sender = port.open("/network/c/1");

    sender.send(Frames.text("\1".repeat(MAX / 3 + 1)));

    assertEquals(1, port.closed(CloseReason.TOO_BIG));
    sender.hears();
  }
}
