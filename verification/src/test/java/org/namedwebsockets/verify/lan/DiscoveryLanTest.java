package org.namedwebsockets.verify.lan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("lan")
@Timeout(180)
final class DiscoveryLanTest {
  private static final Duration SOON = Duration.ofSeconds(30);

  /** Two looks at the interfaces, and the answers to the question that follows. */
  private static final Duration NETWORK_CHANGE_MAX = Duration.ofSeconds(20);

  @AutoClose private final TestLan lan = TestLan.open();

  @Test
  void newcomersAreSightedInMilliseconds() {
    Probe ann = Probe.starting(lan.machine("ann"), "id=" + LanProbe.id('a'));
    Probe bob = Probe.starting(lan.machine("bob"));
    ann.awaitReady();
    bob.awaitReady();
    List<Duration> sighted = new ArrayList<>();
    List<Duration> left = new ArrayList<>();

    for (char letter = 'b'; letter < 'm'; letter++) {
      Probe.Event announced = bob.announce(letter);
      sighted.add(ann.sights(letter, SOON).since(announced));
      Probe.Event withdrawn = bob.withdraw();
      left.add(ann.loses(letter, SOON).since(withdrawn));
    }

    Duration median = Probe.median("announced -> sighted", sighted);
    Probe.median("withdrawn -> lost", left);
    assertTrue(median.compareTo(Duration.ofMillis(500)) < 0, median.toString());
  }

  @Test
  void newcomersSightTheSettledWithinTheJitter() {
    Probe ann = Probe.on(lan.machine("ann"), "id=" + LanProbe.id('a'));
    List<Duration> sights = new ArrayList<>();

    for (String name : List.of("b", "c", "d", "e", "f")) {
      Probe newcomer = Probe.on(lan.machine(name), "id=" + LanProbe.id(name.charAt(0)));
      sights.add(newcomer.sights('a', SOON).since(newcomer.listening()));
      ann.sights(name.charAt(0), SOON);
    }

    Duration median = Probe.median("new process listens -> sights the settled", sights);
    // Up to 120 ms of jitter; most of the rest is the first call of everything in a new JVM.
    assertTrue(median.compareTo(Duration.ofSeconds(8)) < 0, median.toString());
  }

  @Test
  void stoppingSaysGoodbye() {
    Probe ann = Probe.starting(lan.machine("ann"), "id=" + LanProbe.id('a'));
    Probe bob = Probe.starting(lan.machine("bob"), "id=" + LanProbe.id('b'));
    ann.sights('b', SOON.multipliedBy(3));

    bob.stop();

    ann.loses('b', Duration.ofSeconds(20)); // of 120 that an advert is good for
  }

  @Test
  void aCutCableLosesTheOthersAndAMendedOneBringsThemBack() {
    TestLan.Machine machine = lan.machine("bob");
    Probe ann = Probe.starting(lan.machine("ann"), "id=" + LanProbe.id('a'));
    Probe bob = Probe.starting(machine, "id=" + LanProbe.id('b'));
    bob.sights('a', SOON.multipliedBy(3));
    ann.sights('b', SOON);

    machine.cut();
    bob.loses('a', NETWORK_CHANGE_MAX);
    machine.mend();
    bob.sights('a', NETWORK_CHANGE_MAX);

    assertFalse(ann.mentions('b'), "ann's wire never broke: " + ann.output());
  }

  @Test
  void afterSleepItKnowsAgainWhoIsThere() throws InterruptedException {
    TestLan.Machine machine = lan.machine("ann");
    Probe ann = Probe.starting(machine, "id=" + LanProbe.id('a'));
    Probe bob = Probe.starting(lan.machine("bob"), "id=" + LanProbe.id('b'));
    Probe cat = Probe.on(lan.machine("cat"));
    ann.sights('b', SOON.multipliedBy(3));

    ann.sleep(true);
    machine.isolate();
    bob.kill();
    cat.announce('c');
    Thread.sleep(Duration.ofSeconds(7));
    machine.rejoin();
    ann.sleep(false);

    ann.sights('c', SOON);
    ann.loses('b', SOON.multipliedBy(2));
  }

  @Test
  void aChangedAddressIsHeardOf() {
    Probe ann = Probe.starting(lan.machine("ann"), "id=" + LanProbe.id('a'));
    TestLan.Machine machine = lan.machine("bob");
    Probe.starting(machine, "id=" + LanProbe.id('b'));
    Probe.Event first = ann.sights('b', SOON.multipliedBy(3));
    assertTrue(first.rest().contains("10.77.0.2#9010"), first.rest());

    machine.address("eth0", "10.77.0.99/24");
    Probe.Event both = ann.sights('b', NETWORK_CHANGE_MAX);
    assertTrue(both.rest().contains("10.77.0.99#9010"), both.rest());
    machine.dropAddress("eth0", "10.77.0.2/24");
    Probe.Event last = ann.sights('b', NETWORK_CHANGE_MAX);

    assertTrue(last.rest().contains("10.77.0.99#9010"), last.rest());
    assertFalse(last.rest().contains("10.77.0.2#"), last.rest());
  }

  @Test
  void ipv6AloneIsEnoughAndCarriesItsScope() {
    TestLan.Machine one = lan.lonely("ann");
    TestLan.Machine two = lan.lonely("bob");
    one.plugIn("eth0");
    two.plugIn("eth0");
    Probe ann = Probe.starting(one, "id=" + LanProbe.id('a'));
    Probe bob = Probe.starting(two, "id=" + LanProbe.id('b'));

    Probe.Event sighted = ann.sights('b', SOON.multipliedBy(3));
    bob.sights('a', SOON);

    assertTrue(sighted.rest().matches(".* fe80:[0-9a-f:]+%[0-9a-z]+#9010"), sighted.rest());
  }

  @Test
  void aCardPluggedInLaterIsUsedToo() {
    TestLan.Machine two = lan.lonely("bob");
    Probe ann = Probe.starting(lan.machine("ann"), "id=" + LanProbe.id('a'));
    Probe bob = Probe.on(two, "id=" + LanProbe.id('b'));
    assertFalse(ann.mentions('b'));

    two.plugIn("eth1");
    two.address("eth1", "10.77.0.50/24");

    bob.sights('a', NETWORK_CHANGE_MAX);
    ann.sights('b', NETWORK_CHANGE_MAX);
  }

  @Test
  void twoCardsOnOneLanAreOneSightingWithBothAddresses() {
    TestLan.Machine two = lan.machine("bob");
    two.plugIn("eth1");
    two.address("eth1", "10.77.0.51/24");
    Probe ann = Probe.on(lan.machine("ann"), "id=" + LanProbe.id('a'), "interface=eth0");

    Probe bob = Probe.starting(two, "id=" + LanProbe.id('b'));

    ann.sightsAt('b', "10.77.0.1#9010", SOON.multipliedBy(3));
    Probe.Event both = ann.sightsAt('b', "10.77.0.51#9010", SOON);
    bob.sights('a', SOON);
    System.out.println("two cards on one LAN: " + both.rest());
  }

  @Test
  void anInterfaceLeftOutIsNotUsed() {
    Probe ann = Probe.starting(lan.machine("ann"), "id=" + LanProbe.id('a'));
    Probe bob = Probe.starting(lan.machine("bob"), "id=" + LanProbe.id('b'), "interface=!eth0");
    Probe cat = Probe.starting(lan.machine("cat"), "id=" + LanProbe.id('c'), "interface=eth0");
    ann.sights('c', SOON.multipliedBy(3));
    bob.awaitReady();
    cat.sights('a', SOON);

    assertFalse(bob.mentions('a'), bob.output());
    assertFalse(ann.mentions('b'), ann.output());
  }

  @Test
  void anAdvertisedAddressIsSaidInsteadOfOurOwn() {
    Probe ann = Probe.starting(lan.machine("ann"), "id=" + LanProbe.id('a'));
    Probe.starting(
        lan.machine("bob"), "id=" + LanProbe.id('b'), "advertise=10.77.0.200", "port=4711");

    Probe.Event sighted = ann.sights('b', SOON.multipliedBy(3));

    assertEquals(LanProbe.id('b') + " 10.77.0.200#4711", sighted.rest());
  }

  @Test
  void twoOnAMachineWithoutANetworkMeetOverLoopback() {
    TestLan.Machine machine = lan.lonely("ann");
    Probe ann = Probe.starting(machine, "id=" + LanProbe.id('a'));
    Probe bob = Probe.starting(machine, "id=" + LanProbe.id('b'), "port=9011");

    Probe.Event sighted = ann.sights('b', SOON.multipliedBy(3));
    bob.sights('a', SOON);

    assertEquals(LanProbe.id('b') + " 127.0.0.1#9011", sighted.rest());
  }

  @Test
  void linkedProxiesAreQuietOnTheWire() throws InterruptedException {
    TestLan.Machine watcher = lan.machine("cat");
    Probe ann = Probe.on(lan.machine("ann"));
    Probe bob = Probe.on(lan.machine("bob"));
    ann.announce('a');
    Probe.Event began = bob.announce('b');
    ann.sights('b', SOON);
    bob.sights('a', SOON);
    ann.hold('b');
    bob.hold('a');

    // Both began together; questions go out 0, 1, 3, 7, 15, 31 and 63 s after that. A machine that
    // stood still for some seconds asks later, into the first time of rest.
    List<String> said = saidBetween(watcher, began, 17, 30);
    if (!said.isEmpty()) {
      said = saidBetween(watcher, began, 38, 60);
    }
    assertEquals(List.of(), said);
  }

  private static List<String> saidBetween(
      TestLan.Machine watcher, Probe.Event began, int fromS, int toS) throws InterruptedException {
    sleepUntil(began, Duration.ofSeconds(fromS));
    Running dump = watcher.start("tcpdump", "-lni", "eth0", "udp", "port", "5353");
    dump.awaitStart("listening", SOON);
    sleepUntil(began, Duration.ofSeconds(toS));
    dump.close();
    return dump.output().lines().filter(line -> line.contains(".5353 >")).toList();
  }

  private static void sleepUntil(Probe.Event event, Duration after) throws InterruptedException {
    long leftNs = event.atNs() + after.toNanos() - System.nanoTime();
    Thread.sleep(Duration.ofNanos(Math.max(0, leftNs)));
  }
}
