package org.namedwebsockets.proxy.access;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.namedwebsockets.protocol.ChannelKey;
import org.namedwebsockets.protocol.ChannelName;
import org.namedwebsockets.protocol.Scope;

class OriginsTest {
  private static final String SITE = "https://a.example";
  private static final ChannelKey CHAT = key(Scope.NETWORK, "chat");
  private static final long SECOND = 1_000_000_000L;

  private final List<List<Decision>> kept = new ArrayList<>();
  private final List<Verdict> heard = new ArrayList<>();
  private final AccessLimits limits =
      new AccessLimits(3, 3, 2, 4, Duration.ofSeconds(1), Duration.ofSeconds(600));
  private final Origins asking = new Origins(new OriginRule.Ask(), limits, List.of(), kept::add);

  private static ChannelKey key(Scope scope, String name) {
    return new ChannelKey(scope, ChannelName.parse(name).orElseThrow());
  }

  private static Decision said(String line) {
    return Decision.parse(line);
  }

  @Test
  void anUnknownSiteWaitsAndIsToldWhatWasDecided() {
    assertEquals(Verdict.ASK, asking.verdict(SITE, CHAT));
    asking.ask(SITE, CHAT, 0, heard::add);
    assertEquals(SITE, asking.pending().getFirst().origin());

    asking.decide(said("allow https://a.example"));

    assertEquals(List.of(Verdict.ALLOWED), heard);
    assertEquals(Verdict.ALLOWED, asking.verdict(SITE, CHAT));
    assertEquals(List.of(), asking.pending());
    assertEquals(List.of(List.of(said("allow https://a.example"))), kept);
  }

  @Test
  void aDenialIsToldToAllSocketsOfTheSiteAndToNoOther() {
    List<Verdict> other = new ArrayList<>();
    asking.ask(SITE, CHAT, 0, heard::add);
    asking.ask(SITE, key(Scope.LOCAL, "x"), 0, heard::add);
    asking.ask("https://b.example", CHAT, 0, other::add);

    asking.decide(said("deny https://a.example"));

    assertEquals(List.of(Verdict.REFUSED, Verdict.REFUSED), heard);
    assertEquals(List.of(), other);
  }

  @Test
  void whoIsNotAnsweredInTimeHearsSoOnce() {
    asking.ask(SITE, CHAT, 5 * SECOND, heard::add);
    asking.tick(6 * SECOND - 1);
    assertEquals(List.of(), heard);

    asking.tick(6 * SECOND);
    asking.tick(7 * SECOND);
    asking.decide(said("allow https://a.example"));

    assertEquals(List.of(Verdict.ASK), heard);
  }

  @Test
  void whoHasGoneHearsNothing() {
    Origins.Waiting socket = heard::add;
    asking.ask(SITE, CHAT, 0, socket);
    asking.gone(socket);

    asking.decide(said("allow https://a.example"));

    assertEquals(List.of(), heard);
  }

  @Test
  void aSiteStaysListedAfterItsSocketsGaveUpAndIsForgottenWhenItStopsAsking() {
    asking.ask(SITE, CHAT, 0, heard::add);
    asking.tick(SECOND);
    asking.tick(599 * SECOND);
    assertEquals(Set.of(CHAT), asking.pending().getFirst().keys());

    asking.tick(600 * SECOND);

    assertEquals(List.of(), asking.pending());
  }

  private List<String> listed() {
    return asking.pending().stream().map(Origins.Pending::origin).toList();
  }

  @Test
  void onlySoManySitesAreListedAndChannelsOfEach() {
    for (String name : List.of("a", "b", "c")) {
      asking.ask(SITE, key(Scope.LOCAL, name), 0, _ -> name.length());
    }
    assertEquals(2, asking.pending().getFirst().keys().size());
    asking.tick(SECOND);

    for (String site : List.of("https://b.test", "https://c.test", "https://d.test")) {
      asking.ask(site, CHAT, SECOND, _ -> site.length());
    }

    assertEquals(List.of("https://b.test", "https://c.test", "https://d.test"), listed());
  }

  @Test
  void whoHasManySitesPushesOutTheirOwnAndNobodyElses() {
    asking.ask("https://honest.example", CHAT, 0, heard::add);
    for (int i = 0; i < 100; i++) {
      asking.ask("https://s" + i + ".evil.test:" + (1000 + i), CHAT, i, _ -> heard.size());
    }
    asking.ask("https://late.example.org", CHAT, SECOND, heard::add);

    assertEquals(
        List.of("https://honest.example", "https://s99.evil.test:1099", "https://late.example.org"),
        listed());
    assertEquals(List.of(), heard, "nor were their sockets given up");
  }

  @Test
  void aSiteThatComesOntoTheListIsToldOnce() {
    List<String> told = new ArrayList<>();
    asking.onListed(told::add);
    asking.ask(SITE, CHAT, 0, heard::add);
    asking.ask(SITE, key(Scope.LOCAL, "x"), 0, heard::add);
    asking.ask("https://b.example", CHAT, 0, heard::add);

    assertEquals(List.of(SITE, "https://b.example"), told);
  }

  @Test
  void onlySoManySocketsAreHeldAndOneOfTheFullestParentGivesWay() {
    List<Verdict> honest = new ArrayList<>();
    asking.ask("https://honest.test", CHAT, 0, honest::add);
    for (String name : List.of("a", "b", "c", "d")) {
      asking.ask("https://" + name + ".evil.test", CHAT, 0, heard::add);
    }

    assertEquals(List.of(), honest);
    assertEquals(List.of(Verdict.ASK), heard, "told to try again");
  }

  @Test
  void aStarInTheNameOfAChannelIsNoPattern() {
    asking.decide(said("allow https://a.example network/%2A local/c%2At"));

    assertEquals(Verdict.ALLOWED, asking.verdict(SITE, key(Scope.NETWORK, "*")));
    assertEquals(Verdict.ALLOWED, asking.verdict(SITE, key(Scope.LOCAL, "c*t")));
    assertEquals(Verdict.ASK, asking.verdict(SITE, CHAT));
    assertEquals(Verdict.ASK, asking.verdict(SITE, key(Scope.LOCAL, "cat")));
  }

  @Test
  void aSiteMayBeAllowedOnSomeChannelsAndAsksForOthers() {
    asking.decide(said("allow https://a.example network/chat local/game-*"));

    assertEquals(Verdict.ALLOWED, asking.verdict(SITE, CHAT));
    assertEquals(Verdict.ALLOWED, asking.verdict(SITE, key(Scope.LOCAL, "game-1")));
    assertEquals(Verdict.ASK, asking.verdict(SITE, key(Scope.LOCAL, "chat")));
    assertEquals(Verdict.ASK, asking.verdict(SITE, key(Scope.NETWORK, "Chat")));

    asking.decide(said("allow https://a.example */Chat"));

    assertEquals(Verdict.ALLOWED, asking.verdict(SITE, CHAT), "channels are added");
    assertEquals(Verdict.ALLOWED, asking.verdict(SITE, key(Scope.NETWORK, "Chat")));
  }

  @Test
  void whereNobodyIsAskedOtherChannelsAreRefused() {
    Origins same = Origins.under(new OriginRule.Same());
    same.decide(said("allow https://a.example network/chat"));

    assertEquals(Verdict.ALLOWED, same.verdict(SITE, CHAT));
    assertEquals(Verdict.REFUSED, same.verdict(SITE, key(Scope.LOCAL, "chat")));
  }

  @Test
  void aSiteItselfGoesBeforePatternsAndADenialBeforeAPermission() {
    asking.decide(said("allow https://*.example"));
    asking.decide(said("deny https://*.example"));
    assertEquals(Verdict.REFUSED, asking.verdict(SITE, CHAT), "the last word on one pattern");
    asking.decide(said("allow https://a*"));
    assertEquals(
        Verdict.REFUSED, asking.verdict(SITE, CHAT), "of two patterns the one that denies");

    asking.decide(said("allow https://a.example"));

    assertEquals(Verdict.ALLOWED, asking.verdict(SITE, CHAT));
    assertEquals(Verdict.REFUSED, asking.verdict("https://b.example", CHAT));
  }

  @Test
  void aDenialHoldsWhereEverybodyElseMay() {
    Origins any = Origins.under(new OriginRule.Any());
    any.decide(said("deny https://a.example"));

    assertEquals(Verdict.REFUSED, any.verdict(SITE, CHAT));
    assertEquals(Verdict.ALLOWED, any.verdict("https://b.example", CHAT));
  }

  @Test
  void whatIsForgottenFallsToTheRuleAndEveryChangeIsTold() {
    int[] changes = new int[1];
    asking.onChange(() -> changes[0]++);
    asking.decide(said("allow https://a.example"));

    assertTrue(asking.forget(SITE));
    assertFalse(asking.forget(SITE));

    assertEquals(Verdict.ASK, asking.verdict(SITE, CHAT));
    assertEquals(2, changes[0]);
    assertEquals(List.of(), kept.getLast());
  }

  @Test
  void onlySoManyAreRemembered() {
    for (int i = 0; i < 3; i++) {
      assertTrue(asking.decide(said("deny https://" + i + ".example")));
    }
    assertFalse(asking.decide(said("deny https://3.example")));
    assertTrue(asking.decide(said("allow https://0.example")), "one that is there may change");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "allow",
        "allow example.org",
        "permit https://a.example",
        "allow https://a.example chat",
        "allow https://a.example global/chat",
        "allow https://a.example local/a/b",
        "deny https://a.example local/a",
        "allow https://a.example/",
      })
  void aLineThatSaysNothingIsRefused(String line) {
    assertThrows(IllegalArgumentException.class, () -> said(line));
  }

  @Test
  void aDecisionReadsBackAsItIsWritten() {
    for (String line :
        List.of("deny null", "allow file://", "allow https://a.example network/* local/x")) {
      assertEquals(line, said(line).text());
    }
  }
}
