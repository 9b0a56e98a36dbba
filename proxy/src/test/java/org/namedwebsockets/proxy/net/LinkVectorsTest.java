package org.namedwebsockets.proxy.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.namedwebsockets.protocol.ProtocolException;
import org.namedwebsockets.protocol.wire.EnvelopeCodec;
import org.namedwebsockets.protocol.wire.IntroductionCodec;

/**
 * The test vectors of docs/protocol/link.md for other implementations are those of this one. To
 * write them anew: {@code ./build -pl proxy -am test -Dtest=LinkVectorsTest
 * -Dsurefire.failIfNoSpecifiedTests=false -Dnws.vectors.write=true}
 */
class LinkVectorsTest {
  private static final Path FILE = Path.of("../docs/protocol/link-vectors.json");

  @Test
  void thePublishedVectorsHold() throws IOException, CertificateException {
    String vectors = LinkVectors.json();
    if (Boolean.getBoolean("nws.vectors.write")) {
      Files.writeString(FILE, vectors);
    }

    assertEquals(Files.readString(FILE), vectors);
  }

  @Test
  void whatIsWrittenIsReadBack() throws ProtocolException {
    for (var envelope : LinkVectors.allEnvelopes()) {
      byte[] bytes = EnvelopeCodec.encode(envelope);
      byte[] again = EnvelopeCodec.encode(EnvelopeCodec.decode(ByteBuffer.wrap(bytes)));
      assertEquals(HexFormat.of().formatHex(bytes), HexFormat.of().formatHex(again));
    }
    byte[] peers = IntroductionCodec.encode(LinkVectors.allIntroductions());
    assertEquals(LinkVectors.allIntroductions(), IntroductionCodec.decode(ByteBuffer.wrap(peers)));
  }

  static Stream<Arguments> bad() {
    return Stream.concat(
        LinkVectors.BAD_ENVELOPES.stream().map(one -> Arguments.of("envelope", one)),
        LinkVectors.BAD_INTRODUCTIONS.stream().map(one -> Arguments.of("introduction", one)));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("bad")
  void whatIsBadIsRefused(String kind, List<String> one) {
    ByteBuffer bytes = ByteBuffer.wrap(HexFormat.of().parseHex(one.getFirst()));

    assertThrows(
        ProtocolException.class,
        () -> {
          if (kind.equals("envelope")) {
            EnvelopeCodec.decode(bytes);
          } else {
            IntroductionCodec.decode(bytes);
          }
        });
  }
}
