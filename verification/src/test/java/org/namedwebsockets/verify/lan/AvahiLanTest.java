package org.namedwebsockets.verify.lan;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The desktop Linux responder and ours see one another, also on one machine with one port. */
@Tag("lan")
@Timeout(120)
final class AvahiLanTest {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final String ANN = LanProbe.id('a').value();
  private static final String BOB = LanProbe.id('b').value();

  @AutoClose private final TestLan lan = TestLan.open();

  private static String resolved(String card, String version, String id) {
    return "=;%s;%s;%s;_nws._tcp;local;%s.local;".formatted(card, version, id, id);
  }

  @Test
  void browsesAndResolvesUsFromAnotherMachineAndHearsUsLeave() {
    TestLan.Machine machine = lan.machine("strange");
    Probe ann = Probe.starting(lan.machine("ann"), "id=" + ANN, "port=9123");
    try (Avahi avahi = Avahi.on(machine)) {
      ann.awaitReady();
      Running browse = avahi.tool("avahi-browse", "-rp", "_nws._tcp");

      browse.awaitStart(resolved("eth0", "IPv4", ANN) + "10.77.0.2;9123;\"v=1\"", SOON);
      ann.stop();
      browse.await(line -> line.startsWith("-;eth0;IPv4;" + ANN), SOON);
    }
  }

  @Test
  void browsesAndResolvesUsAllAtOnce() {
    TestLan.Machine machine = lan.machine("strange");
    Probe ann = Probe.on(lan.machine("ann"), "id=" + ANN);
    try (Avahi avahi = Avahi.on(machine)) {
      String all = "";
      // Ready is who listens; its first advert may be some seconds later.
      for (int i = 0; i < 5 && !all.contains(resolved("eth0", "IPv4", ANN)); i++) {
        Running browse = avahi.tool("avahi-browse", "-rtp", "_nws._tcp");
        browse.awaitEnd(SOON);
        all = browse.output();
      }
      assertTrue(all.contains(resolved("eth0", "IPv4", ANN) + "10.77.0.2;9010"), all);
      assertTrue(all.contains(resolved("eth0", "IPv6", ANN)), all + ann.output());
    }
  }

  @Test
  void isSightedWhenItPublishesAndWhenItStops() {
    TestLan.Machine machine = lan.machine("strange");
    Probe ann = Probe.on(lan.machine("ann"), "id=" + ANN);
    try (Avahi avahi = Avahi.on(machine)) {
      Running publish = avahi.tool("avahi-publish", "-s", BOB, "_nws._tcp", "9321", "v=1");

      ann.sightsAt('b', "10.77.0.1#9321", SOON);
      publish.close();
      ann.loses('b', SOON);
    }
  }

  @Test
  void sharesTheMachineAndThePortWithUs() {
    TestLan.Machine machine = lan.machine("both");
    Probe far = Probe.on(lan.machine("far"), "id=" + LanProbe.id('f'));
    try (Avahi avahi = Avahi.on(machine)) {
      Running publish = avahi.tool("avahi-publish", "-s", BOB, "_nws._tcp", "9321", "v=1");
      publish.awaitStart("Established", SOON);
      Probe ann = Probe.starting(machine, "id=" + ANN);

      ann.sights('f', SOON);
      far.sights('a', SOON);
      ann.sights('b', SOON);
      far.sights('b', SOON);
      Running browse = avahi.tool("avahi-browse", "-rp", "_nws._tcp");
      browse.awaitStart(resolved("eth0", "IPv4", ANN) + "10.77.0.1;9010", SOON);
    }
  }
}
