package org.namedwebsockets.verify.lan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.namedwebsockets.verify.system.TestPeer;

/** What peers see when proxies die, cables are cut and addresses change. */
@Tag("lan")
@Timeout(180)
final class HealingLanTest {
  private TestLan lan;
  private TestLan.Machine annMachine;
  private TestLan.Machine bobMachine;

  @BeforeEach
  void twoMachines() {
    lan = TestLan.open();
    annMachine = lan.machine("ann");
    bobMachine = lan.machine("bob");
  }

  @AfterEach
  void close() {
    lan.close();
  }

  /** Alice (1) of one proxy, with a control socket, and peer 2 of another, who see each other. */
  private static final class Pair {
    final TestPeer watcher;
    final TestPeer alice;
    TestPeer bert;

    Pair(LanProxy ann, LanProxy bob) {
      watcher = ann.control("chat", "1");
      alice = ann.peer("chat", "1");
      bert = bob.peer("chat", "2");
      seesBertCome();
    }

    void seesBertCome() {
      watcher.hears("{\"Action\":\"connect\",\"Source\":1,\"Target\":2,\"Payload\":\"\"}");
      talk();
    }

    void seesBertGo() {
      watcher.hears("{\"Action\":\"disconnect\",\"Source\":1,\"Target\":2,\"Payload\":\"\"}");
    }

    void talk() {
      alice.say("from one");
      bert.hears("from one");
      bert.say("from two");
      alice.hears("from two");
    }
  }

  private LanProxy[] both(String... options) {
    LanProxy ann = LanProxy.starting(annMachine, options);
    LanProxy bob = LanProxy.starting(bobMachine, options);
    ann.awaitStart();
    bob.awaitStart();
    return new LanProxy[] {ann, bob};
  }

  @Test
  void aKilledProxysPeersAreGoneAndComeBackWithIt() {
    LanProxy[] proxies = both();
    Pair pair = new Pair(proxies[0], proxies[1]);

    proxies[1].kill();
    pair.seesBertGo();

    LanProxy again = LanProxy.on(bobMachine);
    pair.bert = again.peer("chat", "2");
    pair.seesBertCome();
  }

  @Test
  void aStoppedProxysPeersAreGone() {
    LanProxy[] proxies = both();
    Pair pair = new Pair(proxies[0], proxies[1]);

    proxies[1].stop();
    pair.seesBertGo();
  }

  @Test
  void aCutCableIsNoticedAndHealsByItself() {
    LanProxy[] proxies = both();
    Pair pair = new Pair(proxies[0], proxies[1]);

    bobMachine.cut();
    pair.seesBertGo();
    bobMachine.mend();
    pair.seesBertCome();
  }

  @Test
  void aCutThatNoCardSeesIsNoticedAndHealsByItself() {
    LanProxy[] proxies = both();
    Pair pair = new Pair(proxies[0], proxies[1]);

    bobMachine.isolate();
    pair.seesBertGo();
    bobMachine.rejoin();
    pair.seesBertCome();
  }

  @Test
  void aChangedAddressIsFollowed() {
    LanProxy[] proxies = both();
    Pair pair = new Pair(proxies[0], proxies[1]);

    bobMachine.address("eth0", "10.77.0.99/24");
    bobMachine.dropAddress("eth0", "10.77.0.2/24");

    // The link stood on the old address; nothing arrives there any more.
    pair.seesBertGo();
    pair.seesBertCome();
  }

  @Test
  void withoutIpv4TheyMeetOverIpv6() {
    annMachine.dropAddress("eth0", "10.77.0.1/24");
    bobMachine.dropAddress("eth0", "10.77.0.2/24");
    LanProxy[] proxies = both();

    new Pair(proxies[0], proxies[1]);

    assertTrue(proxies[0].status().contains("fe80:"), proxies[0].status());
  }

  @Test
  void aMachineWithTwoCardsJoinsOneOnEach() {
    TestLan.Machine middle = lan.machine("middle");
    TestLan.Machine far = lan.lonely("far");
    middle.wire("eth1", far, "eth0");
    middle.address("eth1", "10.78.0.1/24");
    far.address("eth0", "10.78.0.2/24");
    LanProxy ann = LanProxy.on(annMachine);
    LanProxy between = LanProxy.on(middle);
    LanProxy beyond = LanProxy.on(far);
    TestPeer watcher = between.control("chat", "3");
    TestPeer carl = between.peer("chat", "3");
    TestPeer alice = ann.peer("chat", "1");
    watcher.hears("{\"Action\":\"connect\",\"Source\":3,\"Target\":1,\"Payload\":\"\"}");
    TestPeer dora = beyond.peer("chat", "4");
    watcher.hears("{\"Action\":\"connect\",\"Source\":3,\"Target\":4,\"Payload\":\"\"}");

    carl.say("to both sides");

    alice.hears("to both sides");
    dora.hears("to both sides");
    // One hop only: what comes over a link is never sent on over another.
    alice.say("to the middle");
    carl.hears("to the middle");
    carl.say("again to both");
    dora.hears("again to both");
  }

  @Test
  void whereMulticastIsOffAConfiguredPeerIsEnough() {
    LanProxy ann = LanProxy.on(annMachine, "--multicast=off");
    LanProxy bob = LanProxy.on(bobMachine, "--multicast=off", "--peer=10.77.0.1");

    new Pair(ann, bob);

    assertTrue(bob.status().contains("\"peer\""), bob.status());
  }

  @Test
  void whoSharesAChannelIntroducesTheOthers() {
    TestLan.Machine catMachine = lan.machine("cat");
    LanProxy ann = LanProxy.on(annMachine, "--multicast=off");
    LanProxy bob = LanProxy.on(bobMachine, "--multicast=off", "--peer=10.77.0.1");
    LanProxy cat = LanProxy.on(catMachine, "--multicast=off", "--peer=10.77.0.1");
    TestPeer carl = cat.peer("chat", "3");
    ann.peer("chat", "9");
    TestPeer watcher = bob.control("chat", "2");
    TestPeer bert = bob.peer("chat", "2");

    List<String> seen = List.of(watcher.next(), watcher.next());

    assertTrue(seen.toString().contains("\"Target\":3"), seen + ann.status());
    bert.say("without ann between");
    carl.hears("without ann between");
    // Of the two, whoever was told first dialled; the other one says "accepted".
    String both = bob.status() + cat.status();
    assertTrue(both.contains("\"gossip\""), both);
    assertEquals(2, bob.status().split("\"state\":\"up\"", -1).length - 1, bob.status());
  }
}
