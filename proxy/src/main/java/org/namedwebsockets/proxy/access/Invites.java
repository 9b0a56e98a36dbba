package org.namedwebsockets.proxy.access;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.namedwebsockets.protocol.ChannelKey;

/**
 * Who may come without a proxy. An invite has a secret, which whoever made it is told once; who
 * shows it becomes a guest and is given a token, and shows that from then on. So the secret of an
 * invite for one guest is worth nothing once it was used.
 *
 * <p>Of secrets and tokens only hashes are kept, and they are found by hash: how long that takes
 * says nothing of what was shown.
 *
 * <p>Not thread safe: confined to the hub's loop.
 */
public final class Invites {
  private static final int ID_LENGTH = 4;

  private final InviteLimits limits;
  private final Supplier<String> draw;
  private final Map<String, Standing> standing = new LinkedHashMap<>();
  private final Map<String, Standing> bySecret = new HashMap<>();
  private final Map<String, Guest> byToken = new HashMap<>();
  private final Set<String> past = new LinkedHashSet<>();
  private Consumer<Invite> ended = _ -> {};

  /** An invite that holds, and who came by it, longest ago first. */
  private static final class Standing {
    private final Invite invite;
    private final String secretHash;
    private final List<Guest> guests = new ArrayList<>();

    Standing(Invite invite, String secretHash) {
      this.invite = invite;
      this.secretHash = secretHash;
    }
  }

  /**
   * A new invite.
   *
   * @param invite what was allowed
   * @param secret what its guests have to show; told here and never again
   */
  public record Made(Invite invite, String secret) {
    /** Without the secret. */
    @Override
    public String toString() {
      return "Made[" + invite.id() + "]";
    }
  }

  /**
   * How an invite stands.
   *
   * @param invite what was allowed
   * @param leftNs how long it holds still
   * @param guestsHere how many of its guests have a socket now
   * @param used whether anybody came by it
   */
  public record View(Invite invite, long leftNs, int guestsHere, boolean used) {}

  /**
   * None yet.
   *
   * @param limits their bounds
   * @param draw draws secrets nobody can guess, of letters and digits
   */
  public Invites(InviteLimits limits, Supplier<String> draw) {
    this.limits = limits;
    this.draw = draw;
  }

  /**
   * Tells somebody of each invite that ended, whose guests have to go.
   *
   * @param listener called after it
   */
  public void onEnd(Consumer<Invite> listener) {
    ended = listener;
  }

  /**
   * Checks whether an invite may be so.
   *
   * @param channels where its guests may be
   * @param life for how long
   * @throws IllegalArgumentException with a sentence if it may not
   */
  public void check(List<ChannelKey> channels, Duration life) {
    long distinct = channels.stream().distinct().count();
    if (distinct < 1 || distinct > limits.channelsMax()) {
      throw new IllegalArgumentException(
          "an invite is for 1 to " + limits.channelsMax() + " channels");
    }
    if (!life.isPositive() || life.compareTo(limits.lifeMax()) > 0) {
      throw new IllegalArgumentException(
          "an invite holds 1 to " + limits.lifeMax().toSeconds() + " seconds");
    }
  }

  /**
   * Makes an invite.
   *
   * @param channels where its guests may be
   * @param life for how long
   * @param once whether it is for the first guest alone
   * @param nowNs the time
   * @return empty if too many hold already
   * @throws IllegalArgumentException with a sentence if it may not be so
   */
  public Optional<Made> make(List<ChannelKey> channels, Duration life, boolean once, long nowNs) {
    check(channels, life);
    tick(nowNs);
    if (standing.size() >= limits.invitesMax()) {
      return Optional.empty();
    }
    String secret = draw.get();
    List<ChannelKey> distinct = channels.stream().distinct().toList();
    var invite = new Invite(newId(), distinct, once, nowNs + life.toNanos());
    var made = new Standing(invite, hash(secret));
    standing.put(made.invite.id(), made);
    bySecret.put(made.secretHash, made);
    return Optional.of(new Made(made.invite, secret));
  }

  private String newId() {
    String id = draw.get().substring(0, ID_LENGTH);
    while (standing.containsKey(id)) {
      id = draw.get().substring(0, ID_LENGTH);
    }
    return id;
  }

  /**
   * Somebody shows the secret of an invite.
   *
   * @param secret what they show
   * @param nowNs the time
   * @return a new guest, or why there is none
   */
  public Redemption redeem(String secret, long nowNs) {
    tick(nowNs);
    String hash = hash(secret);
    Standing found = bySecret.get(hash);
    if (found == null) {
      return unheld(hash);
    }
    if (found.invite.once() && !found.guests.isEmpty()) {
      return refused(Redemption.Refusal.USED);
    }
    if (found.guests.size() >= limits.guestsMax() && !forgetOneWhoLeft(found)) {
      return refused(Redemption.Refusal.FULL);
    }
    String token = draw.get();
    Guest guest = new Guest(found.invite, hash(token));
    found.guests.add(guest);
    byToken.put(guest.tokenHash(), guest);
    return new Redemption.Welcome(guest, token);
  }

  /** Whoever came, left and comes again can still show the secret. */
  private boolean forgetOneWhoLeft(Standing full) {
    Optional<Guest> left = full.guests.stream().filter(guest -> !guest.isHere()).findFirst();
    left.ifPresent(guest -> {
      full.guests.remove(guest);
      byToken.remove(guest.tokenHash());
    });
    return left.isPresent();
  }

  /**
   * Somebody shows the token of a guest.
   *
   * @param token what they show
   * @param nowNs the time
   * @return that guest, or why there is none
   */
  public Redemption visit(String token, long nowNs) {
    tick(nowNs);
    String hash = hash(token);
    Guest guest = byToken.get(hash);
    if (guest == null) {
      return unheld(hash);
    }
    return new Redemption.Welcome(guest, token);
  }

  /** What is shown belongs to no invite that holds. */
  private Redemption unheld(String hash) {
    return refused(past.contains(hash) ? Redemption.Refusal.OVER : Redemption.Refusal.UNKNOWN);
  }

  private static Redemption refused(Redemption.Refusal why) {
    return new Redemption.Refused(why);
  }

  /**
   * Whether a guest may open one socket more.
   *
   * @param guest who
   * @return false if it has as many as it may
   */
  public boolean hasRoom(Guest guest) {
    return guest.sockets() < limits.socketsMax();
  }

  /**
   * A guest opened a socket.
   *
   * @param guest who
   */
  public void opened(Guest guest) {
    guest.count(1);
  }

  /**
   * A socket of a guest is no more.
   *
   * @param guest whose
   */
  public void closed(Guest guest) {
    guest.count(-1);
  }

  /**
   * Ends an invite.
   *
   * @param id which
   * @return whether there was one
   */
  public boolean end(String id) {
    Standing gone = standing.remove(id);
    if (gone == null) {
      return false;
    }
    bySecret.remove(gone.secretHash);
    remember(gone.secretHash);
    for (Guest guest : gone.guests) {
      byToken.remove(guest.tokenHash());
      remember(guest.tokenHash());
    }
    ended.accept(gone.invite);
    return true;
  }

  /** Ends every invite. */
  public void endAll() {
    List.copyOf(standing.keySet()).forEach(this::end);
  }

  private void remember(String hash) {
    past.add(hash);
    int hashesMax = limits.pastMax() * (1 + limits.guestsMax());
    while (past.size() > hashesMax) {
      past.remove(past.iterator().next());
    }
  }

  /**
   * Lets time pass: ends what is over.
   *
   * @param nowNs the time
   */
  public void tick(long nowNs) {
    if (standing.isEmpty()) {
      return;
    }
    List<String> over =
        standing.values().stream()
            .map(one -> one.invite)
            .filter(invite -> nowNs - invite.untilNs() >= 0)
            .map(Invite::id)
            .toList();
    over.forEach(this::end);
  }

  /**
   * Whether no invite holds.
   *
   * @return true if nobody may come
   */
  public boolean isEmpty() {
    return standing.isEmpty();
  }

  /**
   * How the invites stand that hold, oldest first.
   *
   * @param nowNs the time
   * @return a copy
   */
  public List<View> views(long nowNs) {
    tick(nowNs);
    return standing.values().stream()
        .map(one ->
            new View(
                one.invite,
                one.invite.untilNs() - nowNs,
                (int) one.guests.stream().filter(Guest::isHere).count(),
                !one.guests.isEmpty()))
        .toList();
  }

  private static String hash(String text) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("this JDK has no SHA-256", missing);
    }
  }
}
