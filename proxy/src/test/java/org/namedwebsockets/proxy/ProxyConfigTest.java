package org.namedwebsockets.proxy;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.namedwebsockets.proxy.hub.Limits;
import org.namedwebsockets.proxy.net.NetLimits;

class ProxyConfigTest {
  private static final int MESSAGE = 1 << 20;

  private static ProxyConfig config(long outbox, long backlog, long partial) {
    ProxyConfig d = ProxyConfig.DEFAULTS;
    return new ProxyConfig(
        d.port(),
        d.origins(),
        Optional.empty(),
        Changed.of(Limits.DEFAULTS, Map.of("outboxBytesMax", outbox, "backlogBytesMax", backlog)),
        Changed.of(
            NetLimits.DEFAULTS, Map.of("messageBytesMax", MESSAGE, "partialBytesMax", partial)),
        d.lan(),
        d.access(),
        d.guests());
  }

  @Test
  void theLargestMessageMustFitEveryBoundOnMemory() {
    assertDoesNotThrow(() -> config(3L * MESSAGE, 6L * MESSAGE, MESSAGE));

    assertRefused(
        "outboxBytesMax must be at least 3145728, not 3145727, for messages of 1048576 bytes",
        3L * MESSAGE - 1,
        6L * MESSAGE,
        MESSAGE);
    assertRefused(
        "backlogBytesMax must be at least 6291456, not 6291455, for messages of 1048576 bytes",
        3L * MESSAGE,
        6L * MESSAGE - 1,
        MESSAGE);
    assertRefused(
        "partialBytesMax must be at least 1048576, not 1048575, for messages of 1048576 bytes",
        3L * MESSAGE,
        6L * MESSAGE,
        MESSAGE - 1);
  }

  private static void assertRefused(String why, long outbox, long backlog, long partial) {
    var refused =
        assertThrows(IllegalArgumentException.class, () -> config(outbox, backlog, partial));
    assertEquals(why, refused.getMessage());
  }
}
