package org.namedwebsockets.proxy.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.namedwebsockets.proxy.diagnosis.Finding;
import org.namedwebsockets.proxy.diagnosis.Standing;

/** What is asked of {@code /api/doctor} is answered later, and holds nobody up. */
class DoctorAnswersTest {
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
  void isAnsweredWhenItIsKnown() {
    FakeSocket socket = port.connect();

    socket.send(FakePort.post("/api/doctor", ""));
    assertEquals("", socket.response());
    assertEquals(List.of(new Standing("0.0.0", 9009, 0, List.of())), port.doctor.asked);
    port.doctor.answer.complete(List.of(Finding.warn("a \"firewall\"", "open it")));
    port.settle();

    String answer = socket.response();
    assertTrue(answer.startsWith("HTTP/1.1 200 "), answer);
    assertTrue(
        answer.endsWith(
            "{\"findings\":[{\"grade\":\"warn\",\"what\":\"a \\\"firewall\\\"\","
                + "\"next\":\"open it\"}]}"),
        answer);
    assertFalse(socket.isOpen());
  }

  @Test
  void othersAreAnsweredMeanwhile() {
    port.connect().send(FakePort.post("/api/doctor", ""));

    assertEquals(200, port.connect().send(FakePort.get("/healthz", "")).status());
  }

  @Test
  void whoLeftMeanwhileIsForgotten() {
    FakeSocket socket = port.connect();
    socket.send(FakePort.post("/api/doctor", ""));

    socket.breakOff();
    port.doctor.answer.complete(List.of());
    port.settle();

    assertEquals("", socket.response());
    assertEquals(List.of(), port.faults());
  }

  @Test
  void whatNeverEndsIsCutOff() {
    FakeSocket socket = port.connect();
    socket.send(FakePort.post("/api/doctor", ""));

    port.passSeconds(29);
    assertTrue(socket.isOpen());
    port.passSeconds(2);

    assertFalse(socket.isOpen());
  }

  @Test
  void aPictureInSomebodysPageSetsNothingGoing() {
    refusesWith(400, FakePort.get("/api/doctor", "Sec-Fetch-Dest: image\r\n"));
  }

  @Test
  void pagesOfOthersMayNotAsk() {
    refusesWith(403, FakePort.post("/api/doctor", "Origin: https://example.org\r\n"));
  }

  private void refusesWith(int status, String request) {
    FakeSocket socket = port.connect();

    socket.send(request);

    assertEquals(status, socket.status());
    assertEquals(List.of(), port.doctor.asked);
  }
}
