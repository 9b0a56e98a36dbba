package org.namedwebsockets.proxy.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * What shows that somebody belongs to the person who runs the proxy, where that is demanded: all
 * users of a machine reach its loopback address, and whatever a request says of itself, any of them
 * may say too. Only a secret tells them apart:
 *
 * <ul>
 *   <li>the <em>token</em>, which stands in a file that only its owner may read: for programs;
 *   <li>a <em>page key</em>, made of the token and an origin: for pages of that site;
 *   <li>a <em>session</em>, got for a ticket that is good once: for the proxy's own pages. They are
 *       forgotten when the proxy ends, for then another user may take its port, and what browsers
 *       keep for it.
 * </ul>
 *
 * <p>Not thread safe: confined to the hub's loop.
 */
public final class Tokens {
  private static final String PAGE = "nws page ";
  private static final int SECRET_LENGTH_MAX = 200;

  private final String place;
  private final TokenLimits limits;
  private final Supplier<String> chance;
  private final Renewal renewal;
  private final Map<String, Long> tickets = new LinkedHashMap<>();
  private final Map<String, Boolean> sessions = new LinkedHashMap<>();

  /** Which session each ticket was good for. */
  private final Map<String, String> used = new LinkedHashMap<>();

  private Runnable changed = () -> {};
  private @Nullable String token;
  private boolean renewing;

  /** Makes a new token and keeps it. */
  public interface Renewal {
    /**
     * Makes one, off the loop.
     *
     * @param done told on the loop: the token once it is kept, nothing if it could not be
     */
    void renew(Consumer<Optional<String>> done);
  }

  /**
   * Demands a token.
   *
   * @param token the one that is kept
   * @param place where it is kept, for people
   * @param chance makes a secret of 256 random bits
   * @param renewal makes and keeps another token
   */
  public Tokens(
      String token, String place, TokenLimits limits, Supplier<String> chance, Renewal renewal) {
    this(limits, place, chance, renewal);
    this.token = token;
  }

  private Tokens(TokenLimits limits, String place, Supplier<String> chance, Renewal renewal) {
    this.limits = limits;
    this.place = place;
    this.chance = chance;
    this.renewal = renewal;
  }

  /**
   * Demands nothing.
   *
   * @return a door that is open
   */
  public static Tokens none() {
    return new Tokens(TokenLimits.DEFAULTS, "", () -> "", done -> done.accept(Optional.empty()));
  }

  /**
   * Tells somebody that what was shown before may hold no more.
   *
   * @param listener called after each renewal, and when a session ends
   */
  public void onChange(Runnable listener) {
    changed = listener;
  }

  /**
   * Whether anything has to be shown.
   *
   * @return false if everybody is let in
   */
  public boolean demanded() {
    return token != null;
  }

  /**
   * Where the token is kept.
   *
   * @return the name of a file, for people
   */
  public String place() {
    return place;
  }

  /**
   * Whether a text is the token. Takes as long for a text that is nearly right as for any other.
   *
   * @param shown what was shown
   * @return whether it is
   */
  public boolean isToken(String shown) {
    return token != null && same(shown, token);
  }

  /**
   * Whether a text is the key of a site's pages.
   *
   * @param shown what was shown
   * @param origin the site
   * @return whether it is
   */
  public boolean isPageKey(String shown, String origin) {
    return token != null && same(shown, pageKey(token, origin));
  }

  /**
   * Whether a text is a session.
   *
   * @param shown what was shown
   * @return whether it is
   */
  public boolean isSession(String shown) {
    return token != null && sessions.containsKey(digest(shown));
  }

  private static boolean same(String shown, String secret) {
    return shown.length() <= SECRET_LENGTH_MAX
        && MessageDigest.isEqual(digest(shown).getBytes(UTF_8), digest(secret).getBytes(UTF_8));
  }

  /** Secrets are looked up by this: how long that takes tells nothing of them. */
  private static String digest(String secret) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(secret.getBytes(UTF_8));
      return Base64.getEncoder().encodeToString(digest);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /**
   * What pages of a site show. Whoever has it cannot find the token.
   *
   * @param token the token
   * @param origin such as {@code https://example.org}
   * @return a secret for that site alone
   */
  public static String pageKey(String token, String origin) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(token.getBytes(UTF_8), "HmacSHA256"));
      byte[] key = mac.doFinal((PAGE + origin).getBytes(UTF_8));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(key);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HMAC with SHA-256", e);
    }
  }

  /**
   * Gives out a ticket, good for one session.
   *
   * @param nowNs the time
   * @return the ticket
   */
  public String ticket(long nowNs) {
    String ticket = chance.get();
    tickets.put(digest(ticket), nowNs);
    dropOldest(tickets, limits.ticketsMax());
    return ticket;
  }

  /**
   * Takes a ticket, once. It comes by a link, and who clicks one may show it to all users of the
   * machine, in the arguments of what opens it. So if it is shown again, perhaps by who was meant,
   * the session it was good for holds no more.
   *
   * @param ticket what was shown
   * @param nowNs the time
   * @return a session; nothing if that is no ticket, or none any more
   */
  public Optional<String> session(String ticket, long nowNs) {
    String shown = digest(ticket);
    String before = used.remove(shown);
    if (before != null && sessions.remove(before) != null) {
      changed.run();
    }
    Long sinceNs = tickets.remove(shown);
    if (sinceNs == null || nowNs - sinceNs >= limits.ticketMax().toNanos()) {
      return Optional.empty();
    }
    String session = chance.get();
    sessions.put(digest(session), true);
    used.put(shown, digest(session));
    dropOldest(sessions, limits.sessionsMax());
    dropOldest(used, limits.sessionsMax());
    return Optional.of(session);
  }

  private static <V> void dropOldest(Map<String, V> map, int max) {
    while (map.size() > max) {
      map.remove(map.keySet().iterator().next());
    }
  }

  /**
   * Replaces the token; what was shown before holds no more.
   *
   * @param done told whether the new one is kept; if not, the old one holds
   */
  public void renew(Consumer<Boolean> done) {
    if (renewing) {
      done.accept(false);
      return;
    }
    renewing = true;
    renewal.renew(made -> {
      renewing = false;
      made.ifPresent(this::replace);
      done.accept(made.isPresent());
    });
  }

  private void replace(String made) {
    token = made;
    tickets.clear();
    sessions.clear();
    used.clear();
    changed.run();
  }
}
