package org.namedwebsockets.proxy.secure;

import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.bouncycastle.math.ec.ECPoint;
import org.jspecify.annotations.Nullable;
import org.namedwebsockets.protocol.ChannelName;
import org.namedwebsockets.protocol.ProtocolException;
import org.namedwebsockets.proxy.secure.Owned.Blinded;

/**
 * The dialling end of a match. It sends its names blinded, learns the function's values for them
 * and nothing else, and looks for the tags these lead to among the tags of the other end. Only for
 * a tag it has computed itself does it ask for a stream, so a false responder learns one bit per
 * tag it sends and nothing it could try a dictionary on at home.
 *
 * <p>A name is blinded once per session. When its channel closes, its proof and slot are kept under
 * a keyed hash, and are there at once when it opens again.
 */
final class Initiator extends Session {
  private record Found(Owned owned, MatchTags tags, LookupKey key) {}

  private final Map<ChannelName, Owned> open = new HashMap<>();
  private final Map<LookupKey, Owned> closed = new HashMap<>();
  private final Set<Owned> toBlind = new LinkedHashSet<>();
  private final Set<Owned> resting = new LinkedHashSet<>();
  private final SentItems<Blinded> blinded = new SentItems<>();
  private final ReceivedItems tags = new ReceivedItems();
  private final Deque<MatchMessage.Tags> unread = new ArrayDeque<>();

  /** Every tag of the other end, and its slot. */
  private final Map<LookupKey, Long> slots = new HashMap<>();

  /** The tags that the names of this end lead to. */
  private final Map<LookupKey, Owned> wanted = new HashMap<>();

  private final Map<Long, Owned> bySlot = new HashMap<>();
  private boolean blinding;
  private boolean reading;

  Initiator(Outfit outfit, long nowNs) {
    super(outfit, nowNs);
  }

  @Override
  void begin() {
    blindMore();
  }

  @Override
  void opened(NamePoint point) {
    ChannelName name = point.name();
    Owned owned = closed.isEmpty() ? null : closed.remove(LookupKey.ofName(localKey, name));
    if (owned == null) {
      owned = new Owned(point);
      toBlind.add(owned);
    }
    owned.opened(name);
    open.put(name, owned);
    if (!blinded.isEmpty()) {
      blindMore();
    }
    ask(owned);
  }

  @Override
  void closed(ChannelName name) {
    Owned owned = open.remove(name);
    if (owned != null) {
      owned.closed();
      if (!toBlind.remove(owned)) {
        closed.put(LookupKey.ofName(localKey, name), owned);
      }
    }
  }

  @Override
  void handle(MatchMessage message) throws ProtocolException {
    switch (message) {
      case MatchMessage.Tags range -> {
        tags.received(range.start(), range.tags().size());
        unread.add(range);
        readMore();
      }
      case MatchMessage.Eval(var start, var points) -> evaluated(start, points);
      case MatchMessage.Again(var slot) -> {
        Owned owned = bySlot.get(slot);
        if (owned == null || !owned.again()) {
          throw bad("AGAIN for a slot that was not confirmed");
        }
        ask(owned);
      }
      case MatchMessage.Blind _, MatchMessage.Seen _ ->
          throw bad("a message only an initiator may send");
    }
  }

  @Override
  public Optional<ChannelName> confirm(long slot, byte[] tag) throws ProtocolException {
    if (hasEnded()) {
      return Optional.empty();
    }
    throw fined(bad("a responder asks for a stream"));
  }

  @Override
  public void refused(ChannelName name) {
    Owned owned = find(name);
    if (owned != null) {
      owned.refused();
      ask(owned);
    }
  }

  @Override
  public void released(ChannelName name) {
    Owned owned = find(name);
    if (owned != null) {
      if (owned.released(nowNs, outfit.limits().restMax().toNanos())) {
        resting.add(owned);
      }
      ask(owned);
    }
  }

  @Override
  void tick(long nowNs) {
    super.tick(nowNs);
    for (Owned owned : List.copyOf(resting)) {
      if (owned.isRested(nowNs)) {
        resting.remove(owned);
        ask(owned);
      }
    }
  }

  @Override
  void forget() {
    open.clear();
    closed.clear();
    toBlind.clear();
    resting.clear();
    blinded.forget();
    unread.clear();
    slots.clear();
    wanted.clear();
    bySlot.clear();
  }

  private @Nullable Owned find(ChannelName name) {
    Owned owned = open.get(name);
    return owned != null ? owned : closed.get(LookupKey.ofName(localKey, name));
  }

  /** Blinds what waits for it: the next range, if there is room for one. */
  private void blindMore() {
    boolean first = blinded.isEmpty();
    int room = blinded.room();
    if (blinding || room == 0 || (toBlind.isEmpty() && !first)) {
      return;
    }
    List<Owned> batch = toBlind.stream().limit(room).toList();
    int size = MatchMessage.padded(batch.size(), first);
    if (blinded.isUsedUp(size)) {
      giveUp("the match has used all its numbers; a new link will have new ones");
      return;
    }
    batch.forEach(toBlind::remove);
    List<Optional<Owned>> items = new ArrayList<>(size);
    batch.forEach(owned -> items.add(Optional.of(owned)));
    while (items.size() < size) {
      items.add(Optional.empty());
    }
    // Shuffled, so that positions do not tell which channel opened first, or which are padding.
    Collections.shuffle(items, outfit.random());
    blinding = true;
    work(items.stream().map(this::order).toList(), Order::fill, this::blinded);
  }

  /** What the match threads need to know to blind one item. */
  private record Order(@Nullable Owned owned, @Nullable ECPoint hash, Outfit outfit) {
    Blinded fill() {
      if (hash == null) {
        return new Blinded(null, BigInteger.ZERO, Oprf.randomPoint(outfit.random()));
      }
      BigInteger factor = Oprf.randomScalar(outfit.random());
      return new Blinded(owned, factor, Oprf.blind(hash, factor));
    }
  }

  private Order order(Optional<Owned> item) {
    return item.map(owned -> new Order(owned, owned.point().hash(), outfit))
        .orElseGet(() -> new Order(null, null, outfit));
  }

  private void blinded(List<Blinded> range) {
    blinding = false;
    long start = blinded.sent(range);
    send(new MatchMessage.Blind(start, range.stream().map(Blinded::point).toList()));
    blindMore();
  }

  private void evaluated(long start, List<byte[]> points) throws ProtocolException {
    if (tags.isEmpty()) {
      throw bad("EVAL before TAGS");
    }
    List<Blinded> range = blinded.answered(start, points.size());
    List<Answer> answers = new ArrayList<>(points.size());
    for (int i = 0; i < points.size(); i++) {
      answers.add(answer(range.get(i), points.get(i)));
    }
    work(answers, Answer::read, this::learned);
    blindMore();
  }

  private Answer answer(Blinded blinded, byte[] evaluated) {
    Owned owned = blinded.owned();
    byte @Nullable [] input = owned == null ? null : owned.point().input();
    return new Answer(owned, input, blinded.factor(), evaluated, outfit.salt(), localKey);
  }

  /** What the match threads need to know to read one evaluated point. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Answer(
      @Nullable Owned owned,
      byte @Nullable [] input,
      BigInteger factor,
      byte[] evaluated,
      byte[] salt,
      byte[] localKey) {

    Optional<Found> read() throws ProtocolException {
      // Padding is checked as well: a bad point that went unnoticed would show what is padding.
      ECPoint point = Oprf.decode(evaluated);
      if (owned == null || input == null) {
        return Optional.empty();
      }
      byte[] value = Oprf.output(input, Oprf.unblind(point, factor));
      MatchTags tags = MatchTags.of(salt, value);
      return Optional.of(new Found(owned, tags, LookupKey.ofTag(localKey, tags.responder())));
    }
  }

  private void learned(List<Optional<Found>> range) {
    for (Optional<Found> item : range) {
      item.ifPresent(found -> {
        found.owned().proof(found.tags().initiator());
        wanted.put(found.key(), found.owned());
        meet(found.key());
      });
    }
  }

  /** Reads the next range of tags, once the other end may make that many guesses. */
  private void readMore() {
    if (reading || unread.isEmpty()) {
      return;
    }
    MatchMessage.Tags range = unread.remove();
    reading = true;
    outfit.account().pay(range.tags().size(), 0, () -> read(range));
  }

  private void read(MatchMessage.Tags range) {
    byte[] key = localKey;
    work(range.tags(), tag -> LookupKey.ofTag(key, tag), keys -> read(range.start(), keys));
  }

  private void read(long start, List<LookupKey> keys) {
    reading = false;
    for (int i = 0; i < keys.size(); i++) {
      if (slots.putIfAbsent(keys.get(i), start + i) != null) {
        fail("a tag came twice");
        return;
      }
    }
    tags.answered(keys.size());
    send(new MatchMessage.Seen(start, keys.size()));
    keys.forEach(this::meet);
    readMore();
  }

  /** A tag is wanted, or there, that was not before: are both true now? */
  private void meet(LookupKey key) {
    Owned owned = wanted.get(key);
    Long slot = slots.get(key);
    if (owned != null && slot != null) {
      owned.found(slot);
      bySlot.put(slot, owned);
      outfit.account().confirmed();
      ask(owned);
    }
  }

  private void ask(Owned owned) {
    ChannelName name = owned.name();
    if (name != null && owned.ask()) {
      outfit.sink().matched(name, owned.slot(), owned.tag());
    }
  }
}
