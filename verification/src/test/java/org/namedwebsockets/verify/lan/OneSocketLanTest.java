package org.namedwebsockets.verify.lan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.namedwebsockets.verify.system.TestPeer;

/** Peers of {@code nws.v1} on two machines, and the cable between them. */
@Tag("lan")
@Timeout(180)
final class OneSocketLanTest {
  private TestLan lan;
  private TestLan.Machine annMachine;
  private TestLan.Machine bobMachine;
  private TestPeer ann;
  private TestPeer bob;

  @BeforeEach
  void annAndBobMeet() {
    lan = TestLan.open();
    annMachine = lan.machine("ann");
    bobMachine = lan.machine("bob");
    LanProxy anns = LanProxy.starting(annMachine);
    LanProxy bobs = LanProxy.starting(bobMachine);
    anns.awaitStart();
    bobs.awaitStart();
    ann = join(annMachine, "ann?name=Ann&kind=page");
    bob = join(bobMachine, "bob?name=Bob&kind=clock");
    seeEachOther();
  }

  @AfterEach
  void close() {
    lan.close();
  }

  private static TestPeer join(TestLan.Machine machine, String address) {
    var builder = machine.http().newWebSocketBuilder().subprotocols("nws.v1");
    return machine.inside(() -> TestPeer.open(builder, 9009, "/network/chat/" + address));
  }

  private void seeEachOther() {
    hears(
        ann, "{\"type\":\"joined\",\"id\":\"bob\",\"name\":\"Bob\",\"kind\":\"clock\",\"proxy\":");
    hears(bob, "{\"type\":\"joined\",\"id\":\"ann\",\"name\":\"Ann\",\"kind\":\"page\",\"proxy\":");
  }

  /** Passes over what comes before; gives that back. */
  private static List<String> hears(TestPeer peer, String beginning) {
    List<String> before = new ArrayList<>();
    for (String next = peer.next(); !next.startsWith(beginning); next = peer.next()) {
      before.add(next);
    }
    return before;
  }

  @Test
  void whatIsSentToOneIsConfirmedAndWhatIsAskedIsReplied() {
    ann.say("{\"type\":\"send\",\"to\":\"bob\",\"ref\":1,\"data\":1}");
    ann.say("{\"type\":\"request\",\"to\":\"bob\",\"ref\":2,\"data\":2}");
    bob.hears(
        "{\"type\":\"message\",\"from\":\"ann\",\"data\":1}",
        "{\"type\":\"request\",\"from\":\"ann\",\"ref\":2,\"data\":2}");
    bob.say("{\"type\":\"reply\",\"to\":\"ann\",\"ref\":2,\"data\":3}");
    ann.hears(
        "{\"type\":\"delivered\",\"to\":\"bob\",\"ref\":1}",
        "{\"type\":\"reply\",\"from\":\"bob\",\"ref\":2,\"data\":3}");
  }

  @Test
  void whoAsksIsAnsweredWhenTheCableIsPulledAndGoesOnWhenItIsMended() {
    ann.say("{\"type\":\"request\",\"to\":\"bob\",\"ref\":1,\"timeout\":600000,\"data\":1}");
    hears(bob, "{\"type\":\"request\"");

    bobMachine.cut();

    assertIsAnsweredOnce("the peer left", 1);
    bobMachine.mend();
    askAgain();
  }

  /** No card sees it: the proxies find out by their silence. */
  @Test
  void whoAsksIsAnsweredWhenEveryPacketIsLost() {
    ann.say("{\"type\":\"request\",\"to\":\"bob\",\"ref\":1,\"timeout\":600000,\"data\":1}");
    hears(bob, "{\"type\":\"request\"");

    bobMachine.isolate();
    // On its way nowhere: nobody knows yet that the link is dead.
    ann.say("{\"type\":\"send\",\"to\":\"bob\",\"ref\":2,\"data\":2}");

    assertIsAnsweredOnce("the peer left", 1, 2);
    bobMachine.rejoin();
    askAgain();
  }

  @Test
  void aRequestsOwnTimeIsKeptWhileTheCableIsPulled() {
    bobMachine.isolate();
    ann.say("{\"type\":\"request\",\"to\":\"bob\",\"ref\":1,\"timeout\":100,\"data\":1}");

    assertEquals(
        "{\"type\":\"undelivered\",\"to\":\"bob\",\"ref\":1,\"why\":\"timed out\"}", ann.next());
    // Its number is free again at once.
    ann.say("{\"type\":\"request\",\"to\":\"bob\",\"ref\":1,\"timeout\":100,\"data\":1}");
    assertTrue(ann.next().startsWith("{\"type\":\"undelivered\",\"to\":\"bob\",\"ref\":1,"));
  }

  /** In any order, each once, and all before it is told that the peer is gone. */
  private void assertIsAnsweredOnce(String why, int... refs) {
    List<String> wanted = new ArrayList<>();
    for (int ref : refs) {
      wanted.add(
          "{\"type\":\"undelivered\",\"to\":\"bob\",\"ref\":" + ref + ",\"why\":\"" + why + "\"}");
    }
    List<String> heard = hears(ann, "{\"type\":\"left\",\"id\":\"bob\",\"proxy\":");
    assertEquals(wanted, heard.stream().sorted().toList());
  }

  private void askAgain() {
    hears(bob, "{\"type\":\"left\",\"id\":\"ann\",\"proxy\":");
    seeEachOther();
    ann.say("{\"type\":\"request\",\"to\":\"bob\",\"ref\":1,\"data\":1}");
    bob.hears("{\"type\":\"request\",\"from\":\"ann\",\"ref\":1,\"data\":1}");
    bob.say("{\"type\":\"reply\",\"to\":\"ann\",\"ref\":1,\"data\":2}");
    ann.hears("{\"type\":\"reply\",\"from\":\"bob\",\"ref\":1,\"data\":2}");
  }
}
