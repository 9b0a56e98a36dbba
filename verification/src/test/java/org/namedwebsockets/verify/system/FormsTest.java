package org.namedwebsockets.verify.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.BindException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.namedwebsockets.proxy.Proxy;

/** Peers of every form on one channel of one machine: each hears all others, in its own words. */
@Timeout(60)
class FormsTest {
  private static final Pattern DIGITS = Pattern.compile("\"target\":\"([1-9][0-9]{0,18})\"");

  private Proxy proxy;

  /** The seed's plain peer. */
  private TestPeer raw;

  /** The seed's page: a data and a control socket. */
  private TestPeer data;

  private TestPeer control;

  /** A page of 2015, and the id it was given. */
  private TestPeer successor;

  private String given;

  private TestPeer ann;
  private TestPeer cat;

  @BeforeEach
  void everybodyComes() throws BindException {
    proxy = LocalOnly.start();
    raw = TestPeer.open(proxy.port(), "/network/all/1");
    data = TestPeer.open(proxy.port(), "/network/all/2?name=Seed");
    control = TestPeer.open(proxy.port(), "/control/network/all/2");
    control.hears("{\"Action\":\"connect\",\"Source\":2,\"Target\":1,\"Payload\":\"\"}");
    successor = TestPeer.open(proxy.port(), "/all");
    String first = successor.next();
    successor.say("{\"action\":\"status\"}");
    assertEquals(connect("1"), first.replaceFirst("\"source\":\"\\d+\",", ""));
    assertEquals(connect("2"), successor.next().replaceFirst("\"source\":\"\\d+\",", ""));
    Matcher status = DIGITS.matcher(successor.next());
    assertTrue(status.find());
    given = status.group(1);
    control.hears(
        "{\"Action\":\"connect\",\"Source\":2,\"Target\":" + given + ",\"Payload\":\"\"}");
    ann = v1("ann?name=Ann");
    ann.hears(
        "{\"type\":\"welcome\",\"scope\":\"network\",\"channel\":\"all\",\"id\":\"ann\"}",
        joined("\"1\""),
        joined("\"2\",\"name\":\"Seed\""),
        joined("\"" + given + "\""),
        "{\"type\":\"ready\"}");
    cat = v1("cat");
    cat.next();
    cat.hears(
        joined("\"1\""),
        joined("\"2\",\"name\":\"Seed\""),
        joined("\"" + given + "\""),
        joined("\"ann\",\"name\":\"Ann\""),
        "{\"type\":\"ready\"}");
    ann.hears(joined("\"cat\""));
    for (String id : List.of("ann", "cat")) {
      control.hears(
          "{\"Action\":\"connect\",\"Source\":2,\"Target\":\"" + id + "\",\"Payload\":\"\"}");
      successor.hears(
          "{\"action\":\"connect\",\"source\":\"" + given + "\",\"target\":\"" + id + "\"}");
    }
  }

  @AfterEach
  void stop() {
    proxy.close();
  }

  private TestPeer v1(String address) {
    return TestPeer.openAs(proxy.port(), "/network/all/" + address, "nws.v1");
  }

  private static String connect(String peer) {
    return "{\"action\":\"connect\",\"target\":\"" + peer + "\"}";
  }

  private static String joined(String what) {
    return "{\"type\":\"joined\",\"id\":" + what + "}";
  }

  private static String broadcast(String from, String data) {
    return "{\"type\":\"broadcast\",\"from\":\"" + from + "\",\"data\":\"" + data + "\"}";
  }

  private static String ofTwoThousandFifteen(String from, String data) {
    return "{\"action\":\"broadcast\",\"source\":\"" + from + "\",\"data\":\"" + data + "\"}";
  }

  @Test
  void whatOneSaysToAllEachOtherHears() {
    raw.say("one");
    List.of(ann, cat).forEach(peer -> peer.hears(broadcast("1", "one")));
    successor.hears(ofTwoThousandFifteen("1", "one"));
    data.hears("one");

    data.say("two");
    List.of(ann, cat).forEach(peer -> peer.hears(broadcast("2", "two")));
    successor.hears(ofTwoThousandFifteen("2", "two"));
    raw.hears("two");

    successor.say("{\"action\":\"broadcast\",\"data\":\"three\"}");
    List.of(ann, cat).forEach(peer -> peer.hears(broadcast(given, "three")));
    List.of(raw, data).forEach(peer -> peer.hears("three"));

    ann.say("{\"type\":\"broadcast\",\"data\":\"\\u0066our\"}");
    List.of(raw, data).forEach(peer -> peer.hears("four"));
    successor.hears(ofTwoThousandFifteen("ann", "four"));
    cat.hears(broadcast("ann", "four"));

    for (TestPeer peer : List.of(raw, data, control, successor, ann, cat)) {
      assertEquals(List.of(), peer.rest());
    }
  }

  @Test
  void whatIsForOneReachesItWhateverBothSpeak() {
    ann.say("{\"type\":\"send\",\"to\":2,\"ref\":1,\"data\":{\"a\": 1}}");
    control.hears(
        "{\"Action\":\"message\",\"Source\":\"ann\",\"Target\":2,\"Payload\":{\"a\": 1}}");
    ann.hears("{\"type\":\"delivered\",\"to\":\"2\",\"ref\":1}");

    ann.say("{\"type\":\"send\",\"to\":" + given + ",\"data\":{\"a\": 1}}");
    successor.hears(
        "{\"action\":\"message\",\"source\":\"ann\",\"target\":\""
            + given
            + "\",\"data\":\"{\\\"a\\\": 1}\"}");

    control.say("{\"Action\":\"message\",\"Target\":\"ann\",\"Payload\":[ 2]}");
    ann.hears("{\"type\":\"message\",\"from\":\"2\",\"data\":[ 2]}");

    successor.say("{\"action\":\"message\",\"target\":\"ann\",\"data\":\"psst\"}");
    ann.hears("{\"type\":\"message\",\"from\":\"" + given + "\",\"data\":\"psst\"}");

    successor.say("{\"action\":\"message\",\"target\":\"dan\",\"data\":\"psst\"}");
    successor.hears(
        "{\"action\":\"undelivered\",\"source\":\""
            + given
            + "\",\"target\":\"dan\",\"data\":\"no such peer\"}");
  }

  @Test
  void onlyWhoCanReplyIsAsked() {
    for (String id : List.of("1", "2", given)) {
      ann.say("{\"type\":\"request\",\"to\":\"" + id + "\",\"ref\":1,\"data\":null}");
      ann.hears(
          "{\"type\":\"undelivered\",\"to\":\""
              + id
              + "\",\"ref\":1,\"why\":\"the peer takes no requests\"}");
    }
    ann.say("{\"type\":\"request\",\"to\":\"cat\",\"ref\":1,\"data\":null}");
    cat.hears("{\"type\":\"request\",\"from\":\"ann\",\"ref\":1,\"data\":null}");
    cat.say("{\"type\":\"reply\",\"to\":\"ann\",\"ref\":1,\"data\":2.50}");
    ann.hears("{\"type\":\"reply\",\"from\":\"cat\",\"ref\":1,\"data\":2.50}");
  }

  @Test
  void everybodyHearsOfEachThatLeaves() {
    cat.close();
    ann.hears("{\"type\":\"left\",\"id\":\"cat\"}");
    control.hears("{\"Action\":\"disconnect\",\"Source\":2,\"Target\":\"cat\",\"Payload\":\"\"}");
    successor.hears("{\"action\":\"disconnect\",\"source\":\"" + given + "\",\"target\":\"cat\"}");

    successor.close();
    ann.hears("{\"type\":\"left\",\"id\":\"" + given + "\"}");
    raw.close();
    ann.hears("{\"type\":\"left\",\"id\":\"1\"}");
  }

  @Test
  void bytesReachEveryFormThatHasThem() {
    byte[] bytes = {'\n', 0, -1};
    byte[] line = "{\"type\":\"broadcast\"}\n".getBytes(java.nio.charset.StandardCharsets.UTF_8);
    byte[] frame = java.util.Arrays.copyOf(line, line.length + bytes.length);
    System.arraycopy(bytes, 0, frame, line.length, bytes.length);

    ann.say(frame);

    data.next();
    org.junit.jupiter.api.Assertions.assertArrayEquals(bytes, data.lastBinary());
    cat.next();
    assertEquals(
        "{\"type\":\"broadcast\",\"from\":\"ann\"}\n\n\0\u00ff",
        new String(cat.lastBinary(), java.nio.charset.StandardCharsets.ISO_8859_1));
    successor.hears("{\"action\":\"binary\",\"source\":\"ann\",\"data\":\"CgD/\"}");
  }
}
