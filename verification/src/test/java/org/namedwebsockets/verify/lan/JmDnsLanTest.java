package org.namedwebsockets.verify.lan;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The best known Java responder and ours see one another. */
@Tag("lan")
@Timeout(120)
final class JmDnsLanTest {
  /** It probes for a second, and removes what said goodbye about ten seconds later. */
  private static final Duration SLOWLY = Duration.ofSeconds(40);

  private static final String ANN = LanProbe.id('a').value();
  private static final String BOB = LanProbe.id('b').value();

  private TestLan lan;

  @BeforeEach
  void open() {
    lan = TestLan.open();
  }

  @AfterEach
  void close() {
    lan.close();
  }

  @Test
  void resolvesUsAndHearsUsLeave() {
    TestLan.Machine machine = lan.machine("strange");
    Probe ann = Probe.on(lan.machine("ann"), "id=" + ANN, "port=9123");
    Running jmdns = machine.java(JmDnsProbe.class, "10.77.0.1");

    Running.Line resolved = jmdns.awaitStart("resolved " + ANN + " 9123", SLOWLY);

    assertTrue(resolved.text().contains("10.77.0.2"), resolved.text());
    assertTrue(resolved.text().endsWith("v=1"), resolved.text());
    ann.stop();
    jmdns.awaitStart("removed " + ANN, SLOWLY);
  }
}
