package org.namedwebsockets.verify.system;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.function.LongPredicate;

/** What a proxy says of itself at {@code /metrics}. */
public record Gauges(int port) {
  /**
   * One value now.
   *
   * @param name with labels, if it has some
   */
  long read(String name) throws IOException {
    return RawSocket.get(port, "/metrics")
        .lines()
        .filter(line -> line.startsWith(name + " "))
        .mapToLong(line -> Long.parseLong(line.substring(name.length() + 1)))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no " + name));
  }

  /** Waits until a value is as it should be in the end. */
  public void await(String name, LongPredicate right) throws IOException, InterruptedException {
    Instant end = Instant.now().plus(Duration.ofSeconds(TestPeer.PATIENCE_S));
    long value = read(name);
    while (!right.test(value)) {
      assertTrue(Instant.now().isBefore(end), name + " stays at " + value);
      Thread.sleep(20);
      value = read(name);
    }
  }
}
