package org.namedwebsockets.verify.lan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.namedwebsockets.verify.system.TestPeer;

/** Whole proxies on several machines: what peers of a network channel see of one another. */
@Tag("lan")
@Timeout(120)
final class NetworkChannelsLanTest {
  private static final int MIB = 1 << 20;

  private TestLan lan;
  private LanProxy ann;
  private LanProxy bob;
  private LanProxy cat;

  @BeforeEach
  void threeMachines() {
    lan = TestLan.open();
    ann = LanProxy.starting(lan.machine("ann"), "--stall-max=10m");
    bob = LanProxy.starting(lan.machine("bob"), "--stall-max=10m");
    cat = LanProxy.starting(lan.machine("cat"), "--stall-max=10m");
    List.of(ann, bob, cat).forEach(LanProxy::awaitStart);
  }

  @AfterEach
  void close() {
    lan.close();
  }

  private static String event(String action, int source, int target) {
    return "{\"Action\":\"%s\",\"Source\":%d,\"Target\":%d,\"Payload\":\"\"}"
        .formatted(action, source, target);
  }

  @Test
  void peersOfThreeMachinesSeeOneAnotherComeAndGo() {
    TestPeer watcher = ann.control("chat", "1");
    TestPeer alice = ann.peer("chat", "1");
    TestPeer bert = bob.peer("chat", "3");
    watcher.hears(event("connect", 1, 3));
    TestPeer carl = cat.peer("chat", "4");
    watcher.hears(event("connect", 1, 4));

    TestPeer late = bob.control("chat", "3");
    assertEquals(
        Set.of(event("connect", 3, 1), event("connect", 3, 4)), Set.of(late.next(), late.next()));

    carl.close();
    watcher.hears(event("disconnect", 1, 4));
    alice.say("bye");
    bert.hears("bye");
  }

  @Test
  void aMessageReachesEachOtherPeerOnceInOrderAndNobodyElse() {
    TestPeer alice = ann.peer("chat", "1");
    TestPeer watcher = ann.control("chat", "1");
    TestPeer second = ann.peer("chat", "2");
    TestPeer bert = bob.peer("chat", "3");
    TestPeer carl = cat.peer("chat", "4");
    TestPeer stranger = bob.peer("other", "3");
    TestPeer local = bob.open("/local/chat/3");
    TestPeer bobs = bob.control("chat", "3"); // Bob's machine meets Cat's without Ann's, too.
    for (TestPeer each : List.of(watcher, bobs)) {
      for (int i = 0; i < 3; i++) {
        assertTrue(each.next().contains("\"connect\""));
      }
    }

    for (int i = 0; i < 100; i++) {
      alice.say("m" + i);
    }

    for (TestPeer peer : List.of(second, bert, carl)) {
      for (int i = 0; i < 100; i++) {
        peer.hears("m" + i);
      }
    }
    bert.say("answer");
    for (TestPeer peer : List.of(alice, second, carl)) {
      peer.hears("answer");
    }
    // What was sent first would have been heard first.
    bob.peer("other", "5").say("only to the stranger");
    bob.open("/local/chat/5").say("only here");
    stranger.hears("only to the stranger");
    local.hears("only here");
  }

  @Test
  void largeBinaryMessagesCrossWhole() {
    TestPeer watcher = ann.control("chat", "1");
    TestPeer alice = ann.peer("chat", "1");
    TestPeer bert = bob.peer("chat", "3");
    watcher.next();
    byte[] large = new byte[16 * MIB];
    new Random(1).nextBytes(large);

    alice.say(large);
    alice.say("after");

    bert.hears("binary:" + large.length + ":" + Arrays.hashCode(large), "after");
  }

  @Test
  void aDirectMessageReachesItsTargetAloneWithItsTrueSender() {
    TestPeer fromAlice = ann.control("chat", "1");
    TestPeer alice = ann.peer("chat", "1");
    TestPeer toBert = bob.control("chat", "3");
    TestPeer bert = bob.peer("chat", "3");
    TestPeer toCarl = cat.control("chat", "4");
    cat.peer("chat", "4");
    for (TestPeer control : List.of(fromAlice, toBert, toCarl)) {
      control.next();
      control.next();
    }

    fromAlice.say("{\"Action\":\"message\",\"Target\":3,\"Payload\":\"psst\"}");
    toBert.hears("{\"Action\":\"message\",\"Source\":1,\"Target\":3,\"Payload\":\"psst\"}");
    fromAlice.say("{\"Action\":\"message\",\"Target\":4,\"Payload\":\"hello\"}");
    toCarl.hears("{\"Action\":\"message\",\"Source\":1,\"Target\":4,\"Payload\":\"hello\"}");
    bert.say("to all");
    alice.hears("to all");
  }

  @Test
  void aStuckReaderBeyondALinkSlowsNoOtherChannel() {
    TestPeer watcher = ann.control("slow", "1");
    TestPeer alice = ann.peer("slow", "1");
    TestPeer stuck = bob.peer("slow", "6");
    TestPeer other = ann.peer("fast", "7");
    TestPeer otherWatcher = ann.control("fast", "7");
    TestPeer reader = bob.peer("fast", "8");
    watcher.next();
    otherWatcher.next();
    stuck.holdsBack();
    AtomicBoolean saidAll = new AtomicBoolean();
    Thread.ofPlatform().daemon().start(() -> saidAll.set(sayMuch(alice)));

    for (int i = 0; i < 1000; i++) {
      other.say("quick " + i);
      reader.hears("quick " + i);
    }
    assertFalse(saidAll.get(), "the slow channel was not stuck at all");
  }

  private static boolean sayMuch(TestPeer peer) {
    byte[] lump = new byte[MIB];
    try {
      for (int i = 0; i < 200; i++) {
        peer.say(lump);
      }
      return true;
    } catch (CompletionException gone) {
      return false; // stuck for long, or the proxy was stopped: the test is over
    }
  }
}
