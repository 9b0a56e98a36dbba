package org.namedwebsockets.verify.system;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.BindException;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.namedwebsockets.protocol.Outcome;
import org.namedwebsockets.proxy.Proxy;
import org.namedwebsockets.proxy.net.NetLimits;
import org.namedwebsockets.verify.architecture.Repository;

/** What docs/protocol/v1.md says is what a proxy does. */
@Timeout(60)
class V1PageTest {
  private static final String PAGE = "docs/protocol/v1.md";

  private Proxy proxy;

  @BeforeEach
  void start() throws BindException {
    // So that nobody waits long for a control socket that does not come.
    proxy =
        Proxy.start(Configs.alone(Configs.directHoldMax(Duration.ofMillis(1)), NetLimits.DEFAULTS));
  }

  @AfterEach
  void stop() {
    proxy.close();
  }

  static Stream<String> conversations() throws IOException {
    return Conversation.of(PAGE);
  }

  @Test
  void thePageHasItsExamples() throws IOException {
    assertTrue(conversations().count() >= 1);
  }

  @ParameterizedTest
  @MethodSource("conversations")
  void everyConversationHappensToTheByte(String conversation) {
    new Conversation(proxy.port()).play(conversation);
  }

  @Test
  void everyOutcomeHasItsRow() throws IOException {
    String page = Repository.text(PAGE);
    for (Outcome outcome : Outcome.values()) {
      if (!outcome.isFault() && outcome != Outcome.DELIVERED) {
        assertTrue(page.contains("| `" + outcome.words() + "` |"), outcome.words());
      }
    }
  }
}
