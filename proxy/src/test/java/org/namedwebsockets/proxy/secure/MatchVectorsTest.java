package org.namedwebsockets.proxy.secure;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.namedwebsockets.protocol.ProtocolException;

/**
 * The test vectors for other implementations are those of this one. To write them anew: {@code
 * ./build -pl proxy -am test -Dtest=MatchVectorsTest -Dsurefire.failIfNoSpecifiedTests=false
 * -Dnws.vectors.write=true}
 */
class MatchVectorsTest {
  private static final Path FILE = Path.of("../docs/protocol/match-vectors.json");

  @Test
  void thePublishedVectorsHold() throws IOException, ProtocolException {
    String vectors = MatchVectors.json();
    if (Boolean.getBoolean("nws.vectors.write")) {
      Files.writeString(FILE, vectors);
    }

    assertEquals(Files.readString(FILE), vectors);
  }
}
