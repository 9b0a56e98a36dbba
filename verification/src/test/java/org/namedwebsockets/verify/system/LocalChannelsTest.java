package org.namedwebsockets.verify.system;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.BindException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.namedwebsockets.proxy.Proxy;

/** Peers and control sockets of one machine over real sockets, as the seed describes them. */
@Timeout(60)
class LocalChannelsTest {
  private Proxy proxy;

  @BeforeEach
  void start() throws BindException {
    proxy = LocalOnly.start();
  }

  @AfterEach
  void stop() {
    proxy.close();
  }

  private TestPeer open(String path) {
    return TestPeer.open(proxy.port(), path);
  }

  @ParameterizedTest
  @ValueSource(strings = {"local", "network"})
  void threePeersMeetAsTheSeedSaysToTheByte(String scope) {
    TestPeer a = open("/" + scope + "/chat/11111");
    TestPeer b = open("/" + scope + "/chat/22222");
    TestPeer d = open("/" + scope + "/chat/33333");
    TestPeer controlA = open("/control/" + scope + "/chat/11111");
    controlA.hears(connect(11111, 22222), connect(11111, 33333));
    TestPeer controlB = open("/control/" + scope + "/chat/22222");
    controlB.hears(connect(22222, 11111), connect(22222, 33333));
    TestPeer controlD = open("/control/" + scope + "/chat/33333");
    controlD.hears(connect(33333, 11111), connect(33333, 22222));

    a.say("hi");
    b.hears("hi");
    d.hears("hi");
    controlB.say("{\"Action\":\"message\",\"Target\":11111,\"Payload\":\"which\"}");
    controlA.hears(
        "{\"Action\":\"message\",\"Source\":22222,\"Target\":11111,\"Payload\":\"which\"}");
    a.close();
    controlB.hears(disconnect(22222, 11111));
    controlD.hears(disconnect(33333, 11111));

    assertEquals("1000 gone: its peer left", controlA.closed());
    assertEquals(List.of(), a.rest());
    assertEquals(List.of(), controlA.rest());
    assertEquals(List.of(), controlD.rest());
  }

  @Test
  void localAndNetworkAreTwoWorldsUnderOneName() {
    TestPeer local = open("/local/one/1");
    TestPeer network = open("/network/one/1");
    TestPeer localOther = open("/local/one/2");
    TestPeer networkOther = open("/network/one/2");

    localOther.say("local");
    networkOther.say("network");

    local.hears("local");
    network.hears("network");
    assertEquals(List.of(), local.rest());
    assertEquals(List.of(), network.rest());
  }

  @Test
  void binaryAndLargeAndFragmentedMessagesArriveWholeAndUnchanged() {
    TestPeer from = open("/local/big/1");
    TestPeer to = open("/local/big/2");
    byte[] large = new byte[16 << 20];
    new Random(1).nextBytes(large);

    from.say(large);
    to.next();
    from.socket().sendText("frag", false).join();
    from.socket().sendText("", false).join();
    from.socket().sendText("ments", true).join();
    from.say("");
    from.say(new byte[0]);

    assertArrayEquals(large, to.lastBinary());
    to.hears("fragments", "", "binary:0:1");
  }

  @Test
  void tooLargeAMessageClosesItsSenderAndNobodyElse() {
    TestPeer from = open("/local/big/1");
    TestPeer to = open("/local/big/2");
    TestPeer other = open("/local/big/3");

    from.socket().sendBinary(ByteBuffer.allocate((16 << 20) + 1), true);
    String closed = from.closed();
    other.say("still here");

    assertTrue(closed.startsWith("1009 too-big"), closed);
    to.hears("still here");
  }

  @Test
  void directMessagesCarryTheTrueSenderAndReachNobodyElse() {
    open("/local/d/1");
    TestPeer controlOne = open("/control/local/d/1");
    open("/local/d/2");
    TestPeer controlTwo = open("/control/local/d/2");
    open("/local/d/3");
    TestPeer controlThree = open("/control/local/d/3");
    controlOne.hears(connect(1, 2), connect(1, 3));
    controlTwo.hears(connect(2, 1), connect(2, 3));
    controlThree.hears(connect(3, 1), connect(3, 2));

    controlOne.say("{\"action\":\"message\",\"SOURCE\":3,\"target\":2,\"payload\":{\"a\":[1, 2]}}");
    controlOne.say("{\"Action\":\"message\",\"Target\":1,\"Payload\":\"self\"}");
    controlOne.say("{\"Action\":\"message\",\"Target\":9,\"Payload\":\"\"}");
    controlOne.say("{\"Action\":\"binary\",\"Target\":3,\"Payload\":\"AAEC\"}");

    controlTwo.hears(
        "{\"Action\":\"message\",\"Source\":1,\"Target\":2,\"Payload\":{\"a\":[1, 2]}}");
    controlOne.hears(
        "{\"Action\":\"message\",\"Source\":1,\"Target\":1,\"Payload\":\"self\"}",
        "{\"Action\":\"undelivered\",\"Source\":1,\"Target\":9,\"Payload\":\"no such peer\"}");
    controlThree.hears("{\"Action\":\"binary\",\"Source\":1,\"Target\":3,\"Payload\":\"AAEC\"}");
    assertEquals(List.of(), controlTwo.rest());
  }

  @Test
  void idsBeyondADoubleAndIdsOfLettersKeepTheirCharacters() {
    open("/local/ids/9007199254740993");
    open("/local/ids/tv-1");

    TestPeer control = open("/control/local/ids/9999999999999999");

    control.hears(
        "{\"Action\":\"connect\",\"Source\":9999999999999999,\"Target\":9007199254740993,"
            + "\"Payload\":\"\"}",
        "{\"Action\":\"connect\",\"Source\":9999999999999999,\"Target\":\"tv-1\","
            + "\"Payload\":\"\"}");
  }

  @Test
  void aBadControlMessageClosesThatSocketOnly() {
    open("/local/bad/1");
    TestPeer control = open("/control/local/bad/1");
    TestPeer other = open("/control/local/bad/2");
    other.hears(connect(2, 1));

    control.say("no json");
    String closed = control.closed();
    open("/local/bad/3");

    assertTrue(closed.startsWith("1007 bad-text"), closed);
    other.hears(connect(2, 3));
  }

  @Test
  void stoppingTellsEveryPeer() {
    TestPeer peer = open("/local/stop/1");
    TestPeer control = open("/control/local/stop/1");

    proxy.close();

    assertEquals("1001 stopping", peer.closed());
    assertTrue(control.closed().startsWith("100"), control.closed());
  }

  private static String connect(long you, long peer) {
    return event("connect", you, peer);
  }

  private static String disconnect(long you, long peer) {
    return event("disconnect", you, peer);
  }

  private static String event(String action, long you, long peer) {
    return "{\"Action\":\"%s\",\"Source\":%d,\"Target\":%d,\"Payload\":\"\"}"
        .formatted(action, you, peer);
  }
}
