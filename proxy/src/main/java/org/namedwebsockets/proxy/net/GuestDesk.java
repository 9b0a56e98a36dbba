package org.namedwebsockets.proxy.net;

import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.FullHttpResponse;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.namedwebsockets.protocol.CloseReason;
import org.namedwebsockets.protocol.PeerDetails;
import org.namedwebsockets.proxy.access.Guest;
import org.namedwebsockets.proxy.access.Invite;
import org.namedwebsockets.proxy.access.Invites;
import org.namedwebsockets.proxy.access.Redemption;
import org.namedwebsockets.proxy.metrics.Counter;
import org.namedwebsockets.proxy.secure.GuessLimit;
import org.namedwebsockets.proxy.secure.Secrets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who is invited, and the sockets of those who came: opens the door for the first invite, shows out
 * whose invite ended, and closes the door behind the last.
 *
 * <p>Not thread safe: confined to the hub's loop.
 */
final class GuestDesk {
  /** What others are told a guest is, whatever it says itself. */
  static final String KIND = "guest";

  private static final Logger LOG = LoggerFactory.getLogger(GuestDesk.class);

  /** Beyond what clocks drift apart between two ticks: then the machine slept. */
  private static final long DRIFT_NS = 1_000_000_000L;

  private final HubLoop loop;
  private final GuestTerms terms;
  private final Invites invites;
  private final GuessLimit guesses;
  private final Map<FrameSocket, Guest> sockets = new LinkedHashMap<>();
  private final List<Consumer<GuestDoor.Opening>> opening = new ArrayList<>();
  private GuestDoor door = GuestDoor.NONE;
  private GuestDoor.Opening.@Nullable Open open;
  private long apartNs;
  private long sleptNs;
  private int endings;

  GuestDesk(HubLoop loop, GuestTerms terms, long nowNs) {
    this.loop = loop;
    this.terms = terms;
    this.invites = new Invites(terms.inviteLimits(), new Secrets(new SecureRandom()));
    GuestLimits limits = terms.limits();
    this.guesses =
        new GuessLimit(limits.wrongMax(), limits.wrongEach(), limits.addressesMax(), nowNs);
    apartNs = wallNs() - nowNs;
    invites.onEnd(this::ended);
  }

  private long wallNs() {
    return Duration.ofMillis(terms.wallMs().getAsLong()).toNanos();
  }

  /** The loop's clock stands still while the machine sleeps; an invite must end all the same. */
  private long awakeOrNotNs() {
    return loop.nowNs() + sleptNs;
  }

  /** Guests come in here from now on. */
  void through(GuestDoor door) {
    this.door = door;
  }

  void tick(long nowNs) {
    long nowApartNs = wallNs() - nowNs;
    long leapNs = nowApartNs - apartNs;
    apartNs = nowApartNs;
    // A clock that is set forward looks like sleep, and ends invites early; back, nothing lasts.
    sleptNs += leapNs > DRIFT_NS ? leapNs : 0;
    invites.tick(awakeOrNotNs());
  }

  /** Makes an invite; the answer may come later. */
  void invite(Route.MakeInvite asked, Consumer<FullHttpResponse> then) {
    if (!terms.refusal().isEmpty()) {
      then.accept(Answers.refusal(403, terms.refusal()));
      return;
    }
    try {
      invites.check(asked.channels(), asked.life());
    } catch (IllegalArgumentException wrong) {
      then.accept(Answers.refusal(400, String.valueOf(wrong.getMessage())));
      return;
    }
    if (opening.size() >= terms.inviteLimits().invitesMax()) {
      then.accept(tooMany());
      return;
    }
    int before = endings;
    opening.add(came -> then.accept(before == endings ? made(asked, came) : endedMeanwhile()));
    if (opening.size() == 1) {
      door.open(this::opened);
    }
  }

  private void opened(GuestDoor.Opening came) {
    open = came instanceof GuestDoor.Opening.Open now ? now : open;
    List<Consumer<GuestDoor.Opening>> waiting = List.copyOf(opening);
    opening.clear();
    waiting.forEach(one -> one.accept(came));
    closeDoorBehindTheLast();
  }

  private FullHttpResponse made(Route.MakeInvite asked, GuestDoor.Opening came) {
    return switch (came) {
      case GuestDoor.Opening.Unable(var why) -> Answers.refusal(503, why);
      case GuestDoor.Opening.Open now -> {
        Optional<Invites.Made> made =
            invites.make(asked.channels(), asked.life(), asked.once(), awakeOrNotNs());
        made.ifPresent(one ->
            LOG.info(
                "invite.made id={} channels={} seconds={} once={}",
                one.invite().id(),
                asked.channels().size(),
                asked.life().toSeconds(),
                asked.once()));
        yield made.map(one -> InvitesText.made(now, one, awakeOrNotNs()))
            .orElseGet(GuestDesk::tooMany);
      }
    };
  }

  private static FullHttpResponse tooMany() {
    return Answers.refusal(503, "there are as many invites as there may be; end one first");
  }

  /** Who asked may be shut out by now: what ended all invites ends those in the making too. */
  private static FullHttpResponse endedMeanwhile() {
    return Answers.refusal(503, "all invites were ended meanwhile; ask again");
  }

  FullHttpResponse list() {
    return InvitesText.list(terms, open, invites.views(awakeOrNotNs()));
  }

  FullHttpResponse end(String id) {
    return invites.end(id) ? list() : Answers.refusal(404, "there is no invite " + quoted(id));
  }

  private static String quoted(String id) {
    return "'" + id.replaceAll("[^!-~]", "?") + "'";
  }

  /** Ends every invite. */
  void endAll() {
    endings++;
    invites.endAll();
  }

  private void ended(Invite invite) {
    LOG.info("invite.ended id={}", invite.id());
    for (Map.Entry<FrameSocket, Guest> one : List.copyOf(sockets.entrySet())) {
      if (one.getValue().invite().equals(invite)) {
        one.getKey().close(CloseReason.UNINVITED, "the invite has ended");
      }
    }
    closeDoorBehindTheLast();
  }

  private void closeDoorBehindTheLast() {
    if (invites.isEmpty() && opening.isEmpty()) {
      door.close();
      open = null;
    }
  }

  /** Somebody at an address shows the secret of an invite. */
  FullHttpResponse redeem(String secret, String address) {
    return guesses.admits(address, loop.nowNs())
        ? told(invites.redeem(secret, awakeOrNotNs()), address)
        : InvitesText.guessing();
  }

  /** Somebody at an address shows the token of a guest. */
  FullHttpResponse visit(String token, String address) {
    return guesses.admits(address, loop.nowNs())
        ? told(invites.visit(token, awakeOrNotNs()), address)
        : InvitesText.guessing();
  }

  private FullHttpResponse told(Redemption came, String address) {
    return switch (came) {
      case Redemption.Welcome welcome -> InvitesText.welcome(welcome, awakeOrNotNs());
      case Redemption.Refused(var why) -> {
        noteWrong(why, address);
        yield InvitesText.refused(why);
      }
    };
  }

  private void noteWrong(Redemption.Refusal why, String address) {
    if (why == Redemption.Refusal.UNKNOWN) {
      guesses.wrong(address, loop.nowNs());
      loop.metrics().count(Counter.GUESTS_WRONG);
      if (loop.mayWarn()) {
        LOG.warn("guest.wrong from={}", address);
      }
    }
  }

  /** Where a guest's request for a socket leads. */
  Route admit(Route.Come come, String address) {
    if (!guesses.admits(address, loop.nowNs())) {
      return new Route.Refused(429, InvitesText.GUESSING);
    }
    return switch (invites.visit(come.token(), awakeOrNotNs())) {
      case Redemption.Refused(var why) -> {
        noteWrong(why, address);
        yield new Route.Refused(403, why.sentence());
      }
      case Redemption.Welcome(var guest, _) -> admit(come.join(), guest);
    };
  }

  private Route admit(Route.Join join, Guest guest) {
    Invite invite = guest.invite();
    if (!invite.channels().contains(join.key())) {
      return new Route.Refused(403, "this invite is for other channels");
    }
    if (!invites.hasRoom(guest)) {
      return new Route.Refused(503, "this guest has as many sockets as it may");
    }
    var details = new PeerDetails(join.details().name(), KIND, KIND + ":" + invite.id());
    return new Route.Join(join.key(), join.id(), details, true);
  }

  /** Notes a socket that opens as the one of a guest. */
  <S extends FrameSocket> S seated(String token, S socket, ChannelPipeline pipe) {
    if (invites.visit(token, awakeOrNotNs()) instanceof Redemption.Welcome(var guest, _)) {
      sockets.put(socket, guest);
      invites.opened(guest);
      pipe.channel()
          .closeFuture()
          .addListener(_ -> {
            sockets.remove(socket);
            invites.closed(guest);
          });
    } else {
      loop.later(() -> socket.close(CloseReason.UNINVITED, "the invite has ended"));
    }
    return socket;
  }

  /** Whether a socket is a guest's: what is decided about sites does not touch it. */
  boolean isGuest(FrameSocket socket) {
    return sockets.containsKey(socket);
  }

  /** The largest message of a guest. */
  int messageBytesMax(int ofOthers) {
    return Math.min(ofOthers, terms.limits().messageBytesMax());
  }
}
