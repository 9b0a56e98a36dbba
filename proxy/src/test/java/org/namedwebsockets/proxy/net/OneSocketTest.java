package org.namedwebsockets.proxy.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/**
 * Peers with everything on one socket, in real pipelines: order, addresses, what is not understood.
 */
class OneSocketTest {
  private FakePort port;

  @BeforeEach
  void open() {
    port = new FakePort();
  }

  @AfterEach
  void close() {
    port.close();
  }

  private FakeSocket v1(String id) {
    FakeSocket socket = port.connect();
    socket.send(FakePort.upgrade("/local/c/" + id, "Sec-WebSocket-Protocol: chat, nws.v1"));
    String head = socket.responseHead();
    assertTrue(head.startsWith("HTTP/1.1 101 "), head);
    assertTrue(head.toLowerCase().contains("sec-websocket-protocol: nws.v1\r\n"), head);
    return socket;
  }

  /** One to which nothing was told yet but what was there. */
  private FakeSocket settled(String id) {
    FakeSocket socket = v1(id);
    assertEquals("text:{\"type\":\"ready\"}", socket.hears().getLast());
    return socket;
  }

  private static byte[] says(String json) {
    return Frames.text(json.replace('\'', '"'));
  }

  private static byte[] toAll(String data) {
    return says("{'type':'broadcast','data':'" + data + "'}");
  }

  private static String text(String json) {
    return "text:" + json.replace('\'', '"');
  }

  private static String broadcast(String from, String data) {
    return text("{'type':'broadcast','from':'" + from + "','data':'" + data + "'}");
  }

  private static String message(String from, String data) {
    return text("{'type':'message','from':'" + from + "','data':" + data + "}");
  }

  private static String joined(String id) {
    return text("{'type':'joined','id':'" + id + "'}");
  }

  private static String left(String id) {
    return text("{'type':'left','id':'" + id + "'}");
  }

  @Nested
  class Order {
    @Test
    void ofOneSenderIsKeptAcrossBroadcastsAndMessagesOfOneTick() {
      FakeSocket ann = settled("ann");
      FakeSocket bob = settled("bob");
      ann.hears();
      ann.send(
          toAll("1"),
          toAll("2"),
          says("{'type':'send','to':'bob','data':3}"),
          toAll("4"),
          says("{'type':'send','to':'bob','data':5}"),
          says("{'type':'request','to':'bob','ref':6,'data':6}"),
          toAll("7"));

      assertEquals(
          List.of(
              broadcast("ann", "1"),
              broadcast("ann", "2"),
              message("ann", "3"),
              broadcast("ann", "4"),
              message("ann", "5"),
              text("{'type':'request','from':'ann','ref':6,'data':6}"),
              broadcast("ann", "7")),
          bob.hears());
      assertEquals(List.of(), ann.hears());
    }

    @Test
    void whoComesIsToldBeforeWhatItSaysAndWhoGoesAfterIt() {
      FakeSocket ann = settled("ann");
      FakeSocket raw = port.connect();
      FakeSocket other = settled("other");
      ann.hears();
      // All of it arrives, and is told, in one tick.
      raw.sendLater(FakePort.upgrade("/local/c/1").getBytes(StandardCharsets.ISO_8859_1));
      other.sendLater(toAll("before"));
      port.settle();
      raw.responseHead();
      raw.sendLater(Frames.text("a"), Frames.text("b"), Frames.close());
      other.sendLater(toAll("after"), Frames.close());
      port.settle();

      List<String> heard = ann.hears();
      assertEquals(
          List.of(joined("1"), broadcast("1", "a"), broadcast("1", "b"), left("1")),
          heard.stream().filter(one -> one.contains("\"1\"")).toList());
      assertEquals(
          List.of(broadcast("other", "before"), broadcast("other", "after"), left("other")),
          heard.stream().filter(one -> one.contains("\"other\"")).toList());
    }

    @Test
    void ownBroadcastsAreLeftOutBetweenWhatIsForOneAlone() {
      FakeSocket ann = settled("ann");
      FakeSocket bob = settled("bob");
      FakeSocket cat = settled("cat");
      List.of(ann, bob, cat).forEach(FakeSocket::hears);

      bob.sendLater(toAll("b1"));
      ann.sendLater(toAll("a1"), says("{'type':'send','to':'ann','data':2}"), toAll("a3"));
      cat.sendLater(toAll("c1"), says("{'type':'send','to':'ann','ref':1,'data':0}"), toAll("c2"));
      port.settle();

      assertEquals(
          List.of(
              broadcast("bob", "b1"),
              message("ann", "2"),
              broadcast("cat", "c1"),
              message("cat", "0"),
              broadcast("cat", "c2")),
          inOrder(ann.hears()));
      assertEquals(
          List.of(
              broadcast("ann", "a1"),
              broadcast("ann", "a3"),
              broadcast("cat", "c1"),
              broadcast("cat", "c2")),
          inOrder(bob.hears()));
      assertTrue(cat.hears().contains(text("{'type':'delivered','to':'ann','ref':1}")));
    }

    /** Who comes first is the loop's affair; the order of each sender stays. */
    private static List<String> inOrder(List<String> heard) {
      List<String> sorted = new ArrayList<>();
      for (String from : List.of("bob", "ann", "cat")) {
        heard.stream().filter(one -> one.contains("\"from\":\"" + from)).forEach(sorted::add);
      }
      assertEquals(heard.size(), sorted.size());
      return sorted;
    }

    @Test
    void isKeptWhenTheReaderIsSlow() {
      FakeSocket ann = settled("ann");
      FakeSocket bob = settled("bob");
      ann.hears();
      bob.stopReading();
      List<String> wanted = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        String lump = i + "x".repeat(1000);
        ann.send(toAll(lump), says("{'type':'send','to':'bob','data':" + i + "}"));
        wanted.add(broadcast("ann", lump));
        wanted.add(message("ann", "" + i));
        if (i % 20 == 0) {
          bob.readMore(5_000);
        }
      }
      bob.readAll();

      assertEquals(wanted, bob.hears());
    }

    @Test
    void bothFormsHearTheSameAndRawPeersNothingElse() {
      FakeSocket raw = port.open("/local/c/1");
      FakeSocket other = port.open("/local/c/2");
      FakeSocket ann = settled("ann");
      raw.send(Frames.text("a"), Frames.binary(new byte[] {1, 2}), Frames.text("b\"\n"));
      ann.send(toAll("c"), says("{'type':'send','to':'1','data':5}"));

      assertEquals(List.of("text:c"), raw.hears());
      assertEquals(List.of("text:a", "binary:2", "text:b\"\n", "text:c"), other.hears());
      List<Frames.Frame> frames = ann.frames();
      assertEquals(broadcast("1", "a"), frames.get(0).toString());
      assertEquals(Frames.BINARY, frames.get(1).opcode());
      assertEquals("{\"type\":\"broadcast\",\"from\":\"1\"}\n\1\2", frames.get(1).text());
      assertEquals(broadcast("1", "b\\\"\\n"), frames.get(2).toString());
      port.passSeconds(6);
      assertEquals(
          List.of(
              text("{'type':'undelivered','to':'1','why':'the peer takes no direct messages'}")),
          ann.hears());
    }
  }

  @Nested
  class Places {
    @Test
    void anIdOnOneSocketHasNoControlBeside() {
      v1("ann");

      assertEquals(409, port.connect().send(FakePort.upgrade("/control/local/c/ann")).status());
      assertEquals(409, port.connect().send(FakePort.upgrade("/local/c/ann")).status());
      port.open("/control/local/c/bob");
      FakeSocket bob = port.connect();
      bob.send(FakePort.upgrade("/local/c/bob", "Sec-WebSocket-Protocol: nws.v1"));
      assertEquals(409, bob.status());
    }

    @Test
    void ofOneThatLeftAreFree() {
      FakeSocket ann = settled("ann");
      ann.send(Frames.close());
      ann.assertEnds();

      settled("ann");
      assertEquals(1, port.peers());
    }

    @Test
    void detailsAreToldAndMalformedOnesRefused() {
      FakeSocket ann = settled("ann");
      port.open("/local/c/1?name=Printer%201&kind=printer");

      assertEquals(
          List.of(text("{'type':'joined','id':'1','name':'Printer 1','kind':'printer'}")),
          ann.hears());
      FakeSocket refused = port.connect();
      refused.send(FakePort.upgrade("/local/c/2?kind=No"));
      String answer = refused.response();
      assertTrue(answer.startsWith("HTTP/1.1 400 ") && answer.contains("kind is 1 to 32"), answer);
    }

    @Test
    void ofTwoThousandFifteenAreNumbersOfOurs() {
      FakeSocket one = port.open("/c");
      FakeSocket two = port.open("/c");
      String heard = one.hears().getFirst();

      assertTrue(
          heard.matches("text:\\{\"action\":\"connect\",\"source\":\"\\d+\",\"target\":\"\\d+\"}"),
          heard);
      one.send(Frames.binary(new byte[1]));
      assertEquals("close:1008 bad-message: this form takes JSON in text messages", last(one));
      assertTrue(two.hears().getLast().contains("disconnect"));
    }

    private static String last(FakeSocket socket) {
      return socket.hears().getLast();
    }
  }

  @Nested
  class NotUnderstood {
    @Test
    void isAnsweredAndTheSocketGoesOn() {
      FakeSocket ann = settled("ann");
      ann.send(says("{'type':'shout','ref':1}"), says("{'type':'send','to':'ann','data':1}"));

      assertEquals(
          List.of(
              text(
                  "{'type':'error','ref':1,'why':'type is none of broadcast, send, request,"
                      + " reply'}"),
              message("ann", "1")),
          ann.hears());
    }

    @Test
    void isTheEndIfItIsNoJson() {
      FakeSocket ann = settled("ann");
      FakeSocket bob = settled("bob");
      ann.hears();
      ann.send(Frames.text("hello"));
      ann.assertClosed(1007, "bad-text: not JSON at byte 0");
      assertEquals(List.of(left("ann")), bob.hears());
      bob.send(Frames.text("[]"));
      bob.assertClosed(1008, "bad-message: a message is a JSON object");
      FakeSocket cat = settled("cat");
      cat.send(Frames.binary(new byte[] {1}));
      cat.assertClosed(
          1007, "bad-text: a binary message begins with a line of JSON of at most 1024 bytes");
    }

    @Test
    void isAPayloadOverTheLimit() {
      port.close();
      port = new FakePort(FakePort.messagesOf(100));
      FakeSocket ann = settled("ann");
      ann.send(toAll("x".repeat(100)));
      assertEquals(List.of(), ann.hears());

      ann.send(toAll("x".repeat(101)));

      ann.assertClosed(1009, "too-big: the limit of a payload is 100 bytes");
    }
  }
}
