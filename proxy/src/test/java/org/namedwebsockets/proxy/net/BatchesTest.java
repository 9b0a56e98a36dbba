package org.namedwebsockets.proxy.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.AdaptiveByteBufAllocator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.namedwebsockets.proxy.hub.Backlog;

/** The memory in which frames wait, and its count. */
class BatchesTest {
  private static final int KB = 1 << 10;

  private final UnpooledByteBufAllocator memory = new UnpooledByteBufAllocator(true);
  private final Backlog backlog = new Backlog(Long.MAX_VALUE);
  private final Batches batches = new Batches(memory, backlog);

  @AfterEach
  void nothingIsLeft() {
    batches.close();
    assertEquals(0, memory.metric().usedDirectMemory());
    assertEquals(0, backlog.bytes());
  }

  private ByteBuf filled(int bytes) {
    return batches.take(bytes).writeZero(bytes);
  }

  @Test
  void aBatchThatLeftAtOnceNeverCounts() {
    batches.giveBack(filled(100));

    assertEquals(0, backlog.bytes());
  }

  @Test
  void aBatchThatWaitsCountsOnceAndUntilTheLastHasTakenIt() {
    ByteBuf batch = filled(1000);
    ByteBuf first = batch.retainedSlice(0, 500);
    ByteBuf second = batch.retainedSlice(0, 1000);
    batches.giveBack(batch);
    assertEquals(KB, backlog.bytes());

    first.release();
    batches.sweep();
    assertEquals(KB, backlog.bytes());

    second.release();
    batches.sweep();
    assertEquals(0, backlog.bytes());
  }

  @Test
  void aBatchIsUsedAgainWhenItHasLeft() {
    ByteBuf batch = filled(1000);
    ByteBuf slice = batch.retainedSlice();
    batches.giveBack(batch);
    assertNotSame(batch, filledAndGivenBack());

    slice.release();
    batches.sweep();

    assertSame(batch, filledAndGivenBack());
  }

  private ByteBuf filledAndGivenBack() {
    ByteBuf other = filled(10);
    batches.giveBack(other);
    return other;
  }

  @Test
  void largeBatchesAreFreedAndNotKept() {
    batches.giveBack(filled(200 * KB));

    assertEquals(0, memory.metric().usedDirectMemory());
  }

  @Test
  void sparesAreKeptUpToABound() {
    ByteBuf[] all = new ByteBuf[3 * KB];
    for (int i = 0; i < all.length; i++) {
      all[i] = filled(KB);
    }

    for (ByteBuf one : all) {
      batches.giveBack(one);
    }

    assertEquals(2 * KB * KB, memory.metric().usedDirectMemory());
  }

  @Test
  void whatHasLeftIsNoticedWithoutATick() {
    for (int i = 0; i < 1000; i++) {
      ByteBuf batch = filled(10 * KB);
      ByteBuf slice = batch.retainedSlice();
      batches.giveBack(batch);
      slice.release();
    }

    assertTrue(backlog.bytes() < 2 << 20, "backlog: " + backlog.bytes());
  }

  @Test
  void closingFreesWhatIsSpareNowAndLater() {
    ByteBuf batch = filled(KB);
    ByteBuf slice = batch.retainedSlice();
    batches.giveBack(batch);
    batches.giveBack(filled(KB));

    batches.close();
    slice.release();
    batches.sweep();

    assertEquals(0, memory.metric().usedDirectMemory());
  }

  static Stream<ByteBufAllocator> allocators() {
    return Stream.of(
        new UnpooledByteBufAllocator(true),
        new PooledByteBufAllocator(true),
        new AdaptiveByteBufAllocator());
  }

  /** Pooled buffers' objects are used again by others, so a count of theirs means nothing then. */
  @ParameterizedTest
  @MethodSource("allocators")
  void theCountIsTrueWithEveryAllocator(ByteBufAllocator allocator) {
    Backlog counted = new Backlog(Long.MAX_VALUE);
    Batches pool = new Batches(allocator, counted);
    Random random = new Random(5);
    Deque<ByteBuf> slices = new ArrayDeque<>();
    Deque<ByteBuf> others = new ArrayDeque<>();
    for (int i = 0; i < 5000; i++) {
      ByteBuf batch = pool.take(random.nextInt(20 * KB));
      for (int readers = random.nextInt(3); readers > 0; readers--) {
        slices.add(batch.retainedSlice());
      }
      pool.giveBack(batch);
      while (slices.size() > 20) {
        slices.poll().release();
      }
      others.add(allocator.directBuffer(random.nextInt(20 * KB) + 1));
      if (others.size() > 20) {
        others.poll().release();
      }
    }

    slices.forEach(ByteBuf::release);
    pool.sweep();

    assertEquals(0, counted.bytes());
    others.forEach(ByteBuf::release);
    pool.close();
  }
}
