package org.namedwebsockets.proxy.access;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.namedwebsockets.protocol.ChannelKey;

/**
 * Which sites may open sockets: what a person decided, and where nobody has, the rule. Under {@link
 * OriginRule.Ask} an unknown site is listed here until somebody decides; its sockets are held for a
 * moment, then its page has to try again.
 *
 * <p>A decision about a site itself goes before one about a pattern it fits; of patterns, one that
 * denies goes first.
 *
 * <p>Not thread safe: confined to the hub's loop.
 */
public final class Origins {
  private final OriginRule rule;
  private final AccessLimits limits;
  private final Consumer<List<Decision>> keeper;
  private final Map<String, Decision> decisions = new LinkedHashMap<>();
  private final Map<Waiting, Held> waiting = new LinkedHashMap<>();
  private final Map<String, Asked> asked = new LinkedHashMap<>();
  private Runnable changed = () -> {};
  private Consumer<String> listed = _ -> {};
  private long nowNs;

  /** A socket that waits for a decision. */
  public interface Waiting {
    /**
     * The wait is over; called once.
     *
     * @param verdict {@link Verdict#ASK} if nobody decided in time
     */
    void decided(Verdict verdict);
  }

  private record Held(String origin, ChannelKey key, long sinceNs) {}

  /** A site that nobody has decided about. */
  private static final class Asked {
    private final Set<ChannelKey> keys = new LinkedHashSet<>();
    private final long sinceNs;
    private long lastNs;

    Asked(long sinceNs) {
      this.sinceNs = sinceNs;
    }
  }

  /**
   * A site that waits.
   *
   * @param origin which
   * @param keys the channels it wants
   * @param waitedNs how long ago it first asked
   */
  public record Pending(String origin, Set<ChannelKey> keys, long waitedNs) {
    /** Keeps a copy. */
    public Pending {
      keys = new LinkedHashSet<>(keys);
    }
  }

  /**
   * A book with what was remembered.
   *
   * @param rule for sites that no decision speaks of
   * @param remembered earlier decisions; what is over the limit is left out
   * @param keeper is given all of them after each change
   */
  public Origins(
      OriginRule rule,
      AccessLimits limits,
      List<Decision> remembered,
      Consumer<List<Decision>> keeper) {
    this.rule = rule;
    this.limits = limits;
    this.keeper = keeper;
    remembered.stream()
        .limit(limits.decisionsMax())
        .forEach(decision -> decisions.put(decision.origin(), decision));
  }

  /**
   * A rule, and nothing is remembered.
   *
   * @param rule which
   * @return a book that forgets
   */
  public static Origins under(OriginRule rule) {
    return new Origins(rule, AccessLimits.DEFAULTS, List.of(), _ -> {});
  }

  /**
   * Tells somebody of changes, after which sockets may have to go.
   *
   * @param listener called after each
   */
  public void onChange(Runnable listener) {
    changed = listener;
  }

  /**
   * Tells somebody of each site that comes onto the list of those that wait.
   *
   * @param listener takes the site
   */
  public void onListed(Consumer<String> listener) {
    listed = listener;
  }

  /**
   * What becomes of a site on a channel.
   *
   * @param origin the {@code Origin} of another site, never empty
   * @param key the channel
   * @return whether it may be there
   */
  public Verdict verdict(String origin, ChannelKey key) {
    Optional<Decision> said = decision(origin);
    if (said.isEmpty()) {
      return rule.verdict(origin);
    }
    if (said.get().allowed() && said.get().covers(key)) {
      return Verdict.ALLOWED;
    }
    boolean mayAsk = said.get().allowed() && rule instanceof OriginRule.Ask;
    return mayAsk ? Verdict.ASK : Verdict.REFUSED;
  }

  /** Patterns are few; without one a decision is found by its site. */
  private Optional<Decision> decision(String origin) {
    Decision itself = decisions.get(origin.toLowerCase(Locale.ROOT));
    if (itself != null) {
      return Optional.of(itself);
    }
    List<Decision> about =
        decisions.values().stream()
            .filter(one -> one.origin().contains("*") && one.isAbout(origin))
            .toList();
    return about.stream().filter(one -> !one.allowed()).findFirst().or(about.stream()::findFirst);
  }

  /**
   * Lists a site for a person to decide about, and holds its socket for a moment. If there is no
   * room, sites of the parent that takes most of it give way, and of these the one that asked
   * longest ago: somebody with many sites pushes out their own.
   *
   * @param origin its site
   * @param key the channel it wants
   * @param now the time, nanoseconds
   * @param socket who hears it; at once, if it is the one to give way
   */
  public void ask(String origin, ChannelKey key, long now, Waiting socket) {
    nowNs = now;
    boolean isNew = !asked.containsKey(origin);
    Asked site = asked.computeIfAbsent(origin, _ -> new Asked(now));
    site.lastNs = now;
    if (site.keys.size() < limits.channelsPerSiteMax()) {
      site.keys.add(key);
    }
    // To the end, so that the first of a parent is the one that asked longest ago.
    asked.remove(origin);
    asked.put(origin, site);
    waiting.put(socket, new Held(origin, key, now));
    if (asked.size() > limits.sitesMax()) {
      asked.remove(firstOfFullest(asked.keySet()));
    }
    if (waiting.size() > limits.socketsMax()) {
      String full = firstOfFullest(waiting.values().stream().map(Held::origin).toList());
      waiting.entrySet().stream()
          .filter(one -> one.getValue().origin().equals(full))
          .findFirst()
          .map(Map.Entry::getKey)
          .ifPresent(this::giveUp);
    }
    if (isNew && asked.containsKey(origin)) {
      listed.accept(origin);
    }
  }

  private void giveUp(Waiting socket) {
    waiting.remove(socket);
    socket.decided(Verdict.ASK);
  }

  /** Of the parent with the most of these sites, the first. */
  private static String firstOfFullest(Collection<String> origins) {
    Map<String, Integer> counts = new HashMap<>();
    origins.forEach(origin -> counts.merge(Sites.parent(origin), 1, Integer::sum));
    int most = Collections.max(counts.values());
    return origins.stream()
        .filter(origin -> counts.getOrDefault(Sites.parent(origin), 0) == most)
        .findFirst()
        .orElseThrow();
  }

  /**
   * A socket waits no more: its client has gone.
   *
   * @param socket which
   */
  public void gone(Waiting socket) {
    waiting.remove(socket);
  }

  /**
   * Remembers what a person says; it replaces what was said of that site, but channels are added to
   * those allowed before.
   *
   * @param decision what
   * @return false if too much is remembered already
   */
  public boolean decide(Decision decision) {
    Decision before = decisions.get(decision.origin());
    if (before == null && decisions.size() >= limits.decisionsMax()) {
      return false;
    }
    decisions.put(decision.origin(), before == null ? decision : together(before, decision));
    settle();
    return true;
  }

  private static Decision together(Decision before, Decision now) {
    boolean both = before.allowed() && now.allowed();
    if (!both || before.channels().isEmpty() || now.channels().isEmpty()) {
      return now;
    }
    Set<String> channels = new LinkedHashSet<>(before.channels());
    channels.addAll(now.channels());
    return new Decision(now.origin(), true, List.copyOf(channels));
  }

  /**
   * Forgets what was said of a site: the rule holds again.
   *
   * @param origin as it was said
   * @return whether there was anything
   */
  public boolean forget(String origin) {
    boolean there = decisions.remove(origin) != null;
    if (there) {
      settle();
    }
    return there;
  }

  private void settle() {
    keeper.accept(decisions());
    asked.forEach((origin, site) -> site.keys.removeIf(key -> verdict(origin, key) != Verdict.ASK));
    asked.values().removeIf(site -> site.keys.isEmpty());
    for (Map.Entry<Waiting, Held> one : List.copyOf(waiting.entrySet())) {
      Verdict verdict = verdict(one.getValue().origin(), one.getValue().key());
      if (verdict != Verdict.ASK && waiting.remove(one.getKey()) != null) {
        one.getKey().decided(verdict);
      }
    }
    changed.run();
  }

  /**
   * Lets time pass: who has waited too long is told.
   *
   * @param nowNs the time
   */
  public void tick(long nowNs) {
    this.nowNs = nowNs;
    long listMaxNs = limits.listMax().toNanos();
    asked.values().removeIf(site -> nowNs - site.lastNs >= listMaxNs);
    long holdMaxNs = limits.holdMax().toNanos();
    for (Map.Entry<Waiting, Held> one : List.copyOf(waiting.entrySet())) {
      boolean late = nowNs - one.getValue().sinceNs() >= holdMaxNs;
      if (late && waiting.remove(one.getKey()) != null) {
        one.getKey().decided(Verdict.ASK);
      }
    }
  }

  /**
   * The rule for sites that no decision speaks of.
   *
   * @return the rule
   */
  public OriginRule rule() {
    return rule;
  }

  /**
   * What was decided, oldest first.
   *
   * @return a copy
   */
  public List<Decision> decisions() {
    return List.copyOf(decisions.values());
  }

  /**
   * The sites that wait, each once; who asked last is last.
   *
   * @return a copy
   */
  public List<Pending> pending() {
    List<Pending> all = new ArrayList<>();
    asked.forEach((origin, site) -> all.add(new Pending(origin, site.keys, nowNs - site.sinceNs)));
    return all;
  }
}
