package org.namedwebsockets.proxy.hub;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.namedwebsockets.protocol.Call;
import org.namedwebsockets.protocol.PeerId;
import org.namedwebsockets.protocol.ProxyId;

class RequestsTest {
  private static final Party BOB = Party.here(new PeerId("bob"));
  private static final Party FAR_BOB =
      new Party(new PeerId("bob"), new ProxyId("a".repeat(ProxyId.LENGTH)));

  /** So that the clock runs over its edge. */
  private static final long NOW = Long.MAX_VALUE - 5;

  private final Requests requests = new Requests();
  private final List<String> given = new ArrayList<>();

  private static Call request(long number) {
    return new Call(Call.Kind.REQUEST, number);
  }

  private void note(Party party, Call call) {
    given.add(party.id() + " #" + call.number());
  }

  @Test
  void whatWasAskedIsAnsweredOnce() {
    requests.add(BOB, request(1), NOW + 10);

    assertTrue(requests.take(BOB, request(1)));
    assertFalse(requests.take(BOB, request(1)));
    assertTrue(requests.isEmpty());
  }

  @Test
  void onlyWhoWasAskedAnswers() {
    requests.add(BOB, request(1), NOW + 10);

    assertFalse(requests.take(FAR_BOB, request(1)));
    assertFalse(requests.take(Party.here(new PeerId("cat")), request(1)));
    assertFalse(requests.take(BOB, request(2)));
    assertFalse(requests.take(BOB, new Call(Call.Kind.ACKNOWLEDGED, 1)));
    assertTrue(requests.take(BOB, request(1)));
  }

  @Test
  void whatIsLateIsGivenUpAndNothingElse() {
    requests.add(BOB, request(1), NOW + 10);
    requests.add(BOB, request(2), NOW + 20);
    requests.add(FAR_BOB, request(3), NOW + 5);

    requests.giveUpLate(NOW + 4, this::note);
    assertEquals(List.of(), given);
    requests.giveUpLate(NOW + 10, this::note);
    assertEquals(List.of("bob #1", "bob #3"), given.stream().sorted().toList());
    assertTrue(requests.has(2));
    requests.giveUpLate(NOW + 20, this::note);
    assertTrue(requests.isEmpty());
    assertFalse(requests.take(BOB, request(2)));
  }

  @Test
  void whatIsAddedLaterMayBeLateSooner() {
    requests.add(BOB, request(1), NOW + 20);
    requests.add(BOB, request(2), NOW + 10);
    requests.giveUpLate(NOW + 10, this::note);
    requests.add(BOB, request(3), NOW + 15);

    requests.giveUpLate(NOW + 15, this::note);

    assertEquals(List.of("bob #2", "bob #3"), given);
    assertEquals(1, requests.size());
  }

  @Test
  void whatOnePartyWasAskedIsGivenUpWithIt() {
    requests.add(BOB, request(1), NOW + 10);
    requests.add(FAR_BOB, request(2), NOW + 10);

    requests.giveUp(FAR_BOB, this::note);

    assertEquals(List.of("bob #2"), given);
    assertTrue(requests.has(1));
  }
}
