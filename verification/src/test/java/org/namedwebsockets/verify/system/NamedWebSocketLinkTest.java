package org.namedwebsockets.verify.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.namedwebsockets.client.Incoming;
import org.namedwebsockets.client.NamedWebSocket;
import org.namedwebsockets.client.NoSuchPeerException;
import org.namedwebsockets.client.Options;
import org.namedwebsockets.proxy.Proxy;

/** Java clients of two proxies that were told of each other. */
@Timeout(60)
class NamedWebSocketLinkTest {
  private static final Duration LONG = Duration.ofSeconds(TestPeer.PATIENCE_S);

  private static Options at(Proxy proxy, String id, String name) {
    return Options.DEFAULTS.withPort(proxy.port()).withId(id).withName(name);
  }

  @Test
  void twoMachinesAreOneChannel() throws IOException {
    Heard ann = new Heard();
    Heard bob =
        new Heard() {
          @Override
          public void onRequest(Incoming request) {
            request.reply("yes, " + request.text());
          }
        };
    try (Proxy here = LocalOnly.linked(0, List.of());
        Proxy there = LocalOnly.linked(0, List.of("127.0.0.1:" + LocalOnly.linkPort(here)));
        var anns = NamedWebSocket.network("chat", at(here, "ann", "Ann"), ann);
        var bobs = NamedWebSocket.network("chat", at(there, "bob", "Böb"), bob)) {
      ann.hearsAfterAll("+ Böb ");
      bob.hearsAfterAll("+ Ann ");
      assertFalse(anns.peers().getFirst().isHere());

      anns.send("to all");
      anns.peer("bob").send("to you");
      bob.hearsAfterAll("BROADCAST ann to all");
      bob.hears("DIRECT ann to you");
      assertEquals("yes, Bob", anns.peer("bob").request("Bob", LONG).asText());
      assertThrows(NoSuchPeerException.class, () -> anns.peer("cat").send("?"));

      bobs.leave(LONG);
      ann.hearsAfterAll("- Böb");
    }
  }
}
