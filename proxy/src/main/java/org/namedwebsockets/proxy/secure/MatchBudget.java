package org.namedwebsockets.proxy.secure;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.namedwebsockets.proxy.metrics.Counter;
import org.namedwebsockets.proxy.metrics.Metrics;

/**
 * What all sessions together may let other proxies guess and make this one compute. Confined to the
 * hub's loop; time comes with {@link #tick}.
 *
 * <p>Who finds a bucket empty waits, and pays as tokens come in, a few at a time and in turns. So a
 * peer that asks for much cannot keep one that asks for little from ever being served, nor the
 * other way round, and nobody's waiting reserves what is not there yet.
 */
final class MatchBudget {
  /** What one waiting session may take before the next one's turn. */
  private static final int INSTALMENT = 8;

  /** Too little for the smallest first message: the bucket counts as empty. */
  private static final int EMPTY_BELOW = MatchMessage.FIRST_ITEMS_MIN;

  private static final int NOT_EMPTY_FROM = 2 * EMPTY_BELOW;

  private final MatchLimits limits;
  private final Metrics metrics;
  private final TokenBucket strangers;
  private final TokenBucket members;
  private final TokenBucket strangerWork;
  private final AddressBuckets strangersEach;
  private final AddressBuckets membersEach;
  private final Deque<Bill> waiting = new ArrayDeque<>();
  private @Nullable Long emptySinceNs;
  private long nowNs;

  MatchBudget(MatchLimits limits, Metrics metrics, long nowNs) {
    this.limits = limits;
    this.metrics = metrics;
    this.nowNs = nowNs;
    strangers = new TokenBucket(limits.strangers(), nowNs);
    members = new TokenBucket(limits.members(), nowNs);
    strangerWork = new TokenBucket(limits.strangerWork(), nowNs);
    strangersEach = new AddressBuckets(limits.strangersEach(), limits.addressesMax(), nowNs);
    membersEach = new AddressBuckets(limits.membersEach(), limits.addressesMax(), nowNs);
  }

  /** Opens the account of one session. */
  Account open(String address) {
    return new Account(address);
  }

  void tick(long nowNs) {
    this.nowNs = nowNs;
    settle();
    noteEmptiness();
  }

  /** Since when the bucket of all strangers has been empty: somebody may be guessing. */
  OptionalLong strangersEmptySinceNs() {
    return emptySinceNs == null ? OptionalLong.empty() : OptionalLong.of(emptySinceNs);
  }

  private void noteEmptiness() {
    long left = strangers.available(nowNs);
    if (left >= NOT_EMPTY_FROM) {
      emptySinceNs = null;
    } else if (left < EMPTY_BELOW && emptySinceNs == null) {
      emptySinceNs = nowNs;
    }
  }

  private void settle() {
    List<Bill> paid = new ArrayList<>();
    boolean progress = true;
    while (progress) {
      progress = false;
      for (int turn = waiting.size(); turn > 0; turn--) {
        Bill bill = waiting.remove();
        progress |= bill.pay();
        (bill.isPaid() ? paid : waiting).add(bill);
      }
    }
    paid.forEach(Bill::tell);
  }

  /** What one session owes for one piece of work. */
  private final class Bill {
    private final Account account;
    private final Runnable then;
    private int items;
    private int work;

    Bill(Account account, int items, int work, Runnable then) {
      this.account = account;
      this.items = items;
      this.work = work;
      this.then = then;
    }

    boolean isPaid() {
      return items == 0 && work == 0;
    }

    /** Pays an instalment, of the items first; false if there was nothing to pay with. */
    boolean pay() {
      return items > 0 ? payItems() : payWork();
    }

    private boolean payItems() {
      TokenBucket all = account.member ? members : strangers;
      TokenBucket each = (account.member ? membersEach : strangersEach).of(account.address, nowNs);
      int part = part(items, Math.min(all.available(nowNs), each.available(nowNs)));
      all.take(part, nowNs);
      each.take(part, nowNs);
      items -= part;
      metrics.count(Counter.MATCH_ITEMS, part);
      return part > 0;
    }

    private boolean payWork() {
      int part = work;
      if (!account.member) {
        part = part(work, strangerWork.available(nowNs));
        strangerWork.take(part, nowNs);
      }
      work -= part;
      metrics.count(Counter.MATCH_WORK, part);
      return part > 0;
    }

    private static int part(int wanted, long available) {
      return (int) Math.min(Math.min(wanted, INSTALMENT), available);
    }

    void tell() {
      if (account.open) {
        then.run();
      }
    }
  }

  /** One session's side of the budget. */
  final class Account {
    private final String address;
    private boolean member;
    private boolean open = true;

    private Account(String address) {
      this.address = address;
    }

    /**
     * Pays, at once or over time.
     *
     * @param items how many items of the other end to accept
     * @param work how many multiplications to do for it
     * @param then called once all is paid, possibly from inside this call; not after {@link #close}
     */
    void pay(int items, int work, Runnable then) {
      Bill bill = new Bill(this, items, work, then);
      waiting.add(bill);
      settle();
      if (!bill.isPaid()) {
        metrics.count(Counter.MATCH_DELAYED);
      }
    }

    /** A channel was confirmed on this session's link: its peer is no stranger any more. */
    void confirmed() {
      metrics.count(Counter.MATCH_CONFIRMED);
      member = true;
    }

    /** The other end broke a rule: its address pays for that, into debt if need be. */
    void fine() {
      metrics.count(Counter.MATCH_FAULTS);
      strangersEach.of(address, nowNs).take(limits.faultItems(), nowNs);
    }

    /** The session is no more; what it waits for is given up. */
    void close() {
      open = false;
      waiting.removeIf(bill -> bill.account == this);
    }
  }
}
