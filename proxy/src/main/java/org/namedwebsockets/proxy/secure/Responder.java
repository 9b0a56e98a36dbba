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
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.namedwebsockets.protocol.ChannelName;
import org.namedwebsockets.protocol.ProtocolException;

/**
 * The accepting end of a match. It makes a key for this session alone, says the tags its own names
 * lead to, and applies the key to the blinded points of the other end, of which it learns nothing.
 *
 * <p>Nothing is computed before the other end has sent its first points and has been allowed them:
 * a silent peer costs nothing. A name gets its tag once per session; when its channel closes, slot
 * and proof are kept under a keyed hash. When it opens again the initiator is told by AGAIN, but
 * only if it has proven the name: a name that it does not know stays as unseen as before.
 */
final class Responder extends Session {
  private record Tagged(Slot slot, MatchTags tags) {}

  private final Map<ChannelName, Slot> open = new HashMap<>();
  private final Map<LookupKey, Slot> closed = new HashMap<>();
  private final Map<Long, Slot> byNumber = new HashMap<>();
  private final Set<Slot> toTag = new LinkedHashSet<>();
  private final SentItems<Boolean> sentTags = new SentItems<>();
  private final ReceivedItems points = new ReceivedItems();
  private final Deque<MatchMessage.Blind> unanswered = new ArrayDeque<>();
  private @Nullable BigInteger key;
  private MatchMessage.@Nullable Eval held;
  private boolean allowed;
  private boolean tagging;
  private boolean evaluating;

  Responder(Outfit outfit, long nowNs) {
    super(outfit, nowNs);
    key = Oprf.randomScalar(outfit.random());
  }

  @Override
  void begin() {}

  @Override
  void opened(NamePoint point) {
    ChannelName name = point.name();
    Slot slot = closed.isEmpty() ? null : closed.remove(LookupKey.ofName(localKey, name));
    if (slot == null) {
      slot = new Slot(point);
      toTag.add(slot);
    }
    open.put(name, slot);
    if (slot.opened(name)) {
      send(new MatchMessage.Again(slot.number()));
    }
    tagMore();
  }

  @Override
  void closed(ChannelName name) {
    Slot slot = open.remove(name);
    if (slot != null) {
      slot.closed();
      toTag.remove(slot);
      if (slot.hasNumber()) {
        closed.put(LookupKey.ofName(localKey, name), slot);
      }
    }
  }

  @Override
  void handle(MatchMessage message) throws ProtocolException {
    switch (message) {
      case MatchMessage.Blind range -> {
        points.received(range.start(), range.points().size());
        unanswered.add(range);
        answerMore();
      }
      case MatchMessage.Seen(var start, var count) -> {
        sentTags.answered(start, count);
        tagMore();
      }
      case MatchMessage.Tags _, MatchMessage.Eval _, MatchMessage.Again _ ->
          throw bad("a message only a responder may send");
    }
  }

  @Override
  public Optional<ChannelName> confirm(long number, byte[] tag) throws ProtocolException {
    if (hasEnded()) {
      return Optional.empty();
    }
    try {
      Slot slot = byNumber.get(number);
      if (slot == null) {
        throw bad("a slot that no channel has");
      }
      Optional<ChannelName> name = slot.confirm(tag);
      outfit.account().confirmed();
      return name;
    } catch (ProtocolException e) {
      throw fined(e);
    }
  }

  @Override
  public void refused(ChannelName name) {
    throw new IllegalStateException("a responder asks for no streams");
  }

  @Override
  public void released(ChannelName name) {
    Slot slot = open.get(name);
    if (slot == null) {
      slot = closed.get(LookupKey.ofName(localKey, name));
    }
    if (slot != null) {
      slot.released();
    }
  }

  @Override
  void forget() {
    open.clear();
    closed.clear();
    byNumber.clear();
    toTag.clear();
    sentTags.forget();
    unanswered.clear();
    held = null;
    key = null;
  }

  /** Answers the next range of points, once the other end may make that many guesses. */
  private void answerMore() {
    if (evaluating || unanswered.isEmpty()) {
      return;
    }
    MatchMessage.Blind range = unanswered.remove();
    evaluating = true;
    int count = range.points().size();
    outfit.account().pay(count, count, () -> evaluate(range));
  }

  private void evaluate(MatchMessage.Blind range) {
    BigInteger k = key();
    allowed = true;
    tagMore();
    work(
        range.points(),
        point -> Oprf.evaluate(point, k),
        points -> evaluated(new MatchMessage.Eval(range.start(), points)));
  }

  private void evaluated(MatchMessage.Eval answer) {
    if (sentTags.isEmpty()) {
      // This end commits to its tags before it gives anything away.
      held = answer;
      return;
    }
    held = null;
    evaluating = false;
    points.answered(answer.points().size());
    send(answer);
    answerMore();
  }

  /** Makes the tags of what waits for them: the next range, if there is room for one. */
  private void tagMore() {
    int room = sentTags.room();
    if (!allowed || tagging || room == 0 || (toTag.isEmpty() && !sentTags.isEmpty())) {
      return;
    }
    List<Slot> batch = toTag.stream().limit(room).toList();
    if (sentTags.isUsedUp(MatchMessage.padded(batch.size(), sentTags.isEmpty()))) {
      giveUp("the match has used all its numbers; a new link will have new ones");
      return;
    }
    batch.forEach(toTag::remove);
    tagging = true;
    outfit.account().pay(0, batch.size(), () -> makeTags(batch));
  }

  private void makeTags(List<Slot> batch) {
    BigInteger k = key();
    byte[] salt = outfit.salt();
    work(
        batch.stream().map(slot -> new Order(slot, slot.point())).toList(),
        order -> order.fill(k, salt),
        this::tagged);
  }

  /** What the match threads need to know to make one slot's tags. */
  private record Order(Slot slot, NamePoint point) {
    Tagged fill(BigInteger key, byte[] salt) {
      byte[] value = Oprf.output(point.input(), Oprf.evaluate(point.hash(), key));
      return new Tagged(slot, MatchTags.of(salt, value));
    }
  }

  private void tagged(List<Tagged> batch) {
    tagging = false;
    List<Optional<Tagged>> range = new ArrayList<>();
    batch.stream()
        .filter(tagged -> tagged.slot().isOpen())
        .forEach(tagged -> range.add(Optional.of(tagged)));
    int size = MatchMessage.padded(batch.size(), sentTags.isEmpty());
    while (range.size() < size) {
      range.add(Optional.empty());
    }
    // Shuffled, so that slots do not tell which channel opened first.
    Collections.shuffle(range, outfit.random());
    long start = sentTags.sent(Collections.nCopies(size, true));
    List<byte[]> tags = new ArrayList<>(size);
    for (int i = 0; i < size; i++) {
      tags.add(range.get(i).map(number(start + i)).orElseGet(this::randomTag));
    }
    send(new MatchMessage.Tags(start, tags));
    if (held != null) {
      evaluated(held);
    }
    tagMore();
  }

  private Function<Tagged, byte[]> number(long number) {
    return tagged -> {
      tagged.slot().numbered(number, tagged.tags().initiator());
      byNumber.put(number, tagged.slot());
      return tagged.tags().responder();
    };
  }

  private byte[] randomTag() {
    byte[] tag = new byte[MatchTags.LENGTH];
    outfit.random().nextBytes(tag);
    return tag;
  }

  private BigInteger key() {
    if (key == null) {
      throw new IllegalStateException("the session has ended");
    }
    return key;
  }
}
