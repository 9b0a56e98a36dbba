package org.namedwebsockets.verify.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.namedwebsockets.proxy.Proxy;

/** The local port as npm's {@code ws} sees it; what it checks stands in the script. */
@Timeout(120)
class WsClientTest {
  private static final String SCRIPT = "src/test/node/ws-client.cjs";

  @Test
  void aClientNobodyHereWroteFindsEverythingAsTheProtocolSays() throws Exception {
    try (Proxy proxy = LocalOnly.start()) {
      Process node =
          new ProcessBuilder("node", SCRIPT, Integer.toString(proxy.port()))
              .redirectErrorStream(true)
              .start();

      String said = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

      assertTrue(node.waitFor(60, TimeUnit.SECONDS), "node did not end");
      assertEquals(0, node.exitValue(), said);
    }
  }
}
