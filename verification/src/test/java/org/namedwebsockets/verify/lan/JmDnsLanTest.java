package org.namedwebsockets.verify.lan;

import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
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

  @AutoClose private final TestLan lan = TestLan.open();

  @Test
  void resolvesUsAndHearsUsLeave() {
    TestLan.Machine machine = lan.machine("strange");
    Probe ann = Probe.on(lan.machine("ann"), "id=" + ANN, "port=9123");
    Running jmdns = machine.java(JmDnsProbe.class, "10.77.0.1");

    // It calls a service resolved as soon as it has some of its records, and again with the rest.
    jmdns.await(
        line -> line.startsWith("resolved " + ANN + " 9123 [10.77.0.2") && line.endsWith("v=1"),
        SLOWLY);
    ann.stop();
    jmdns.awaitStart("removed " + ANN, SLOWLY);
  }

  @Test
  void isSightedAndItsGoodbyeIsHeard() {
    TestLan.Machine machine = lan.machine("strange");
    Probe ann = Probe.on(lan.machine("ann"), "id=" + ANN);
    Running jmdns = machine.java(JmDnsProbe.class, "10.77.0.1", BOB, "9321");

    ann.sightsAt('b', "10.77.0.1#9321", SLOWLY);

    jmdns.awaitStart("ready", SLOWLY);
    jmdns.endInput();
    ann.loses('b', SLOWLY);
  }
}
