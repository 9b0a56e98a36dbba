package org.namedwebsockets.proxy.net;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import io.netty.handler.codec.http2.Http2Headers;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a CONNECT of the other end is taken for. */
class LinkRequestTest {
  private static final byte[] TAG = new byte[32];

  static {
    Arrays.fill(TAG, (byte) 0xA5);
  }

  @Test
  void theMatchAndGossipHaveTheirPaths() {
    assertEquals(new LinkRequest.Match(), LinkRequest.read(LinkRequest.asking("/match"), false));
    assertEquals(new LinkRequest.Peers(), LinkRequest.read(LinkRequest.asking("/peers"), false));
  }

  @Test
  void aChannelIsAskedForBySlotAndTag() {
    var read = LinkRequest.read(LinkRequest.asking(4_294_967_295L, TAG, 70_000), false);

    var shared = assertInstanceOf(LinkRequest.Shared.class, read);
    assertEquals(4_294_967_295L, shared.slot());
    assertArrayEquals(TAG, shared.tag());
    assertEquals(70_000, shared.messageBytesMax());
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          /,                404
          /c,               404
          /c/,              404
          /c/x,             404
          /c/-1,            404
          /c/01,            404
          /c/1/2,           404
          /c/4294967296,    404
          /c/99999999999,   404
          /match/,          404
          /Match,           404
          """)
  void anUnknownPathIsNotFound(String path, int status) {
    assertRefused(status, LinkRequest.asking(path).set("nws-tag", "00".repeat(32)), false);
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          :method,                  GET
          :protocol,                webtransport
          sec-websocket-version,    8
          sec-websocket-protocol,   nws-link.2
          nws-tag,                  00
          nws-tag,                  zz
          nws-message-max,          -1
          nws-message-max,          many
          """)
  void aWrongHeaderIsABadRequest(String name, String value) {
    assertRefused(400, LinkRequest.asking(1, TAG, 1000).set(name, value), false);
  }

  @ParameterizedTest
  @CsvSource({
    ":protocol",
    "sec-websocket-version",
    "sec-websocket-protocol",
    "nws-tag",
    "nws-message-max"
  })
  void aMissingHeaderIsABadRequest(String name) {
    Http2Headers headers = LinkRequest.asking(1, TAG, 1000);
    headers.remove(name);

    assertRefused(400, headers, false);
  }

  @Test
  void aWebPageIsForbidden() {
    assertRefused(403, LinkRequest.asking("/match").set("origin", "https://a.example"), false);
    assertRefused(403, LinkRequest.asking("/match").set("origin", ""), false);
  }

  @Test
  void aStreamThatEndsWithItsRequestIsNone() {
    assertRefused(400, LinkRequest.asking("/match"), true);
  }

  @Test
  void whoDoesNotSayHowMuchItTakesSaysNothing() {
    Http2Headers answer = LinkRequest.accepting(16);
    answer.remove("nws-message-max");

    assertEquals(-1, LinkRequest.messageBytesMax(answer));
    assertEquals(16, LinkRequest.messageBytesMax(LinkRequest.accepting(16)));
    assertEquals(
        Integer.MAX_VALUE,
        LinkRequest.messageBytesMax(
            LinkRequest.accepting(1).set("nws-message-max", "9".repeat(18))));
  }

  private static void assertRefused(int status, Http2Headers headers, boolean end) {
    var refused = assertInstanceOf(LinkRequest.Refused.class, LinkRequest.read(headers, end));
    assertEquals(status, refused.status());
  }
}
