package org.namedwebsockets.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.namedwebsockets.protocol.ChannelKey;
import org.namedwebsockets.protocol.ChannelName;
import org.namedwebsockets.protocol.Scope;

class OptionsTest {
  private static final ChannelKey CHAT = new ChannelKey(Scope.NETWORK, new ChannelName("chat+1"));

  @Test
  void theAddressSaysWhoWeAre() {
    Options options =
        Options.DEFAULTS.withPort(9101).withName("Ann & Bób +").withKind("clock").withHost("[::1]");

    URI address = Connector.address(CHAT, "ann", options);

    assertEquals(
        "ws://[::1]:9101/network/chat+1/ann?name=Ann%20%26%20B%C3%B3b%20%2B&kind=clock",
        address.toString());
  }

  @Test
  void thePortIsOursThenTheVariablesThenTheUsualOne() {
    Options none = Options.DEFAULTS;

    assertEquals(1, Connector.port(none.withPort(1), Optional.of("2")));
    assertEquals(2, Connector.port(none, Optional.of("2")));
    assertEquals(9009, Connector.port(none, Optional.of("")));
    assertEquals(9009, Connector.port(none, Optional.empty()));
    assertThrows(IllegalArgumentException.class, () -> Connector.port(none, Optional.of("many")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Ab", "a b", "ä", "123456789012345678901234567890123"})
  void aKindIsForPrograms(String kind) {
    assertThrows(IllegalArgumentException.class, () -> Options.DEFAULTS.withKind(kind));
  }

  @Test
  void whatCannotBeIsRefusedAtOnce() {
    Options usual = Options.DEFAULTS;
    Duration second = Duration.ofSeconds(1);

    assertThrows(IllegalArgumentException.class, () -> usual.withPort(65536));
    assertThrows(IllegalArgumentException.class, () -> usual.withId("a.b"));
    assertThrows(IllegalArgumentException.class, () -> usual.withName("a\nb"));
    assertThrows(IllegalArgumentException.class, () -> usual.withName("n".repeat(65)));
    assertThrows(
        IllegalArgumentException.class, () -> ClientLimits.DEFAULTS.withSendMax(Duration.ZERO));
    assertThrows(IllegalArgumentException.class, () -> ClientLimits.DEFAULTS.withInbox(0, 1));
    assertThrows(
        IllegalArgumentException.class, () -> new Retry(second, second.minusMillis(1), 1, second));
    assertThrows(IllegalArgumentException.class, () -> new Retry(Duration.ZERO, second, 1, second));
    assertThrows(IllegalArgumentException.class, () -> new Retry(second, second, -1, second));
    assertThrows(IllegalArgumentException.class, () -> NamedWebSocket.local("no/name"));
  }
}
