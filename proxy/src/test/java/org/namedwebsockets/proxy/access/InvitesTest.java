package org.namedwebsockets.proxy.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.namedwebsockets.protocol.ChannelKey;
import org.namedwebsockets.protocol.ChannelName;
import org.namedwebsockets.protocol.Scope;

class InvitesTest {
  private static final ChannelKey CHAT = new ChannelKey(Scope.NETWORK, new ChannelName("chat"));
  private static final ChannelKey NEWS = new ChannelKey(Scope.LOCAL, new ChannelName("news"));
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final List<String> ended = new ArrayList<>();
  private int drawn;
  private final Invites invites = invites(new InviteLimits(2, 2, 2, 2, Duration.ofHours(1), 2));

  /** So that the clock runs over its edge. */
  private long nowNs = Long.MAX_VALUE - Duration.ofSeconds(5).toNanos();

  private Invites invites(InviteLimits limits) {
    Invites made = new Invites(limits, () -> "%04d-drawn".formatted(drawn++));
    made.onEnd(invite -> ended.add(invite.id()));
    return made;
  }

  private Invites.Made made(boolean once) {
    return invites.make(List.of(CHAT), MINUTE, once, nowNs).orElseThrow();
  }

  private void pass(Duration time) {
    nowNs += time.toNanos();
    invites.tick(nowNs);
  }

  private Redemption.Welcome welcome(Redemption came) {
    return assertInstanceOf(Redemption.Welcome.class, came);
  }

  private static Redemption.Refusal refusal(Redemption came) {
    return assertInstanceOf(Redemption.Refused.class, came).why();
  }

  private Redemption redeem(Invites.Made made) {
    return invites.redeem(made.secret(), nowNs);
  }

  @Test
  void whoShowsTheSecretBecomesAGuestWhoComesBackWithItsToken() {
    Invites.Made made = made(false);

    Redemption.Welcome guest = welcome(redeem(made));

    assertEquals(List.of(CHAT), guest.guest().invite().channels());
    assertEquals(guest.guest(), welcome(invites.visit(guest.token(), nowNs)).guest());
    assertFalse(guest.token().equals(made.secret()));
  }

  @Test
  void aSecretIsNoTokenAndATokenNoSecret() {
    Invites.Made made = made(false);
    String token = welcome(redeem(made)).token();

    assertEquals(Redemption.Refusal.UNKNOWN, refusal(invites.visit(made.secret(), nowNs)));
    assertEquals(Redemption.Refusal.UNKNOWN, refusal(invites.redeem(token, nowNs)));
    assertEquals(Redemption.Refusal.UNKNOWN, refusal(invites.redeem("", nowNs)));
  }

  @Test
  void aSecretForOneIsWorthNothingOnceItWasUsed() {
    Invites.Made made = made(true);
    String token = welcome(redeem(made)).token();

    assertEquals(Redemption.Refusal.USED, refusal(redeem(made)));
    welcome(invites.visit(token, nowNs));
    assertEquals(Redemption.Refusal.USED, refusal(redeem(made)));
  }

  @Test
  void anInviteEndsAtItsTimeAndSaysSoToWhoComesLate() {
    Invites.Made made = made(false);
    String token = welcome(redeem(made)).token();
    pass(MINUTE.minusNanos(1));
    assertEquals(List.of(), ended);
    assertEquals(1, invites.views(nowNs).getFirst().leftNs());

    pass(Duration.ofNanos(1));

    assertEquals(List.of(made.invite().id()), ended);
    assertTrue(invites.isEmpty());
    assertEquals(Redemption.Refusal.OVER, refusal(redeem(made)));
    assertEquals(Redemption.Refusal.OVER, refusal(invites.visit(token, nowNs)));
  }

  @Test
  void timeThatNobodyTickedCountsToo() {
    Invites.Made made = made(false);
    nowNs += MINUTE.toNanos();

    assertEquals(Redemption.Refusal.OVER, refusal(redeem(made)));
    assertEquals(List.of(made.invite().id()), ended);
  }

  @Test
  void aPersonEndsItAtOnceAndOnlyThatOne() {
    Invites.Made first = made(false);
    Invites.Made second = made(false);
    String token = welcome(redeem(first)).token();

    assertTrue(invites.end(first.invite().id()));
    assertFalse(invites.end(first.invite().id()));

    assertEquals(List.of(first.invite().id()), ended);
    assertEquals(Redemption.Refusal.OVER, refusal(invites.visit(token, nowNs)));
    welcome(redeem(second));
    assertFalse(invites.isEmpty());
  }

  @Test
  void thereAreNoMoreInvitesThanThereMayBe() {
    made(false);
    made(false);

    assertEquals(Optional.empty(), invites.make(List.of(CHAT), MINUTE, false, nowNs));
    pass(MINUTE);
    made(false);
  }

  @Test
  void whoLeftMakesRoomForWhoComesAndWhoIsHereDoesNot() {
    Invites.Made made = made(false);
    Guest here = welcome(redeem(made)).guest();
    invites.opened(here);
    Redemption.Welcome left = welcome(redeem(made));

    welcome(redeem(made));

    assertEquals(Redemption.Refusal.UNKNOWN, refusal(invites.visit(left.token(), nowNs)));
    assertEquals(1, invites.views(nowNs).getFirst().guestsHere());
  }

  @Test
  void moreGuestsThanThereMayBeAreNotLetIn() {
    Invites.Made made = made(false);
    invites.opened(welcome(redeem(made)).guest());
    invites.opened(welcome(redeem(made)).guest());

    assertEquals(Redemption.Refusal.FULL, refusal(redeem(made)));
  }

  @Test
  void aGuestHasSoManySocketsAtOnce() {
    Guest guest = welcome(redeem(made(true))).guest();
    invites.opened(guest);
    assertTrue(invites.hasRoom(guest));
    invites.opened(guest);
    assertFalse(invites.hasRoom(guest));

    invites.closed(guest);

    assertTrue(invites.hasRoom(guest));
  }

  @Test
  void whatMayNotBeIsRefusedWithASentence() {
    for (Runnable wrong :
        List.<Runnable>of(
            () -> invites.make(List.of(), MINUTE, false, nowNs),
            () -> invites.make(List.of(CHAT), Duration.ZERO, false, nowNs),
            () -> invites.make(List.of(CHAT), Duration.ofHours(2), false, nowNs))) {
      assertThrows(IllegalArgumentException.class, wrong::run);
    }
    assertEquals(
        List.of(CHAT, NEWS),
        invites
            .make(List.of(CHAT, NEWS, CHAT), MINUTE, false, nowNs)
            .orElseThrow()
            .invite()
            .channels());
  }

  @Test
  void endedOnesAreForgottenInTheEnd() {
    Invites.Made first = made(false);
    for (int i = 0; i < 10; i++) {
      invites.end(invites.views(nowNs).getFirst().invite().id());
      redeem(made(false));
    }

    assertEquals(Redemption.Refusal.UNKNOWN, refusal(redeem(first)));
  }

  @Test
  void nothingThatCouldBeLoggedShowsASecretOrAChannel() {
    Invites.Made made = made(false);
    Redemption.Welcome guest = welcome(redeem(made));

    for (Object shown : List.of(made, made.invite(), guest, guest.guest())) {
      assertFalse(shown.toString().contains("drawn"), shown::toString);
      assertFalse(shown.toString().contains("chat"), shown::toString);
    }
  }

  @Test
  void limitsCheckThemselves() {
    assertThrows(IllegalArgumentException.class, () -> new InviteLimits(0, 1, 1, 1, MINUTE, 1));
    assertThrows(
        IllegalArgumentException.class, () -> new InviteLimits(1, 1, 1, 1, Duration.ZERO, 1));
    assertThrows(IllegalArgumentException.class, () -> new InviteLimits(1, 3, 1, 2, MINUTE, 1));
  }
}
