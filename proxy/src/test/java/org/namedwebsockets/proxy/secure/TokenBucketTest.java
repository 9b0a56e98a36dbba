package org.namedwebsockets.proxy.secure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.namedwebsockets.proxy.secure.MatchLimits.Rate;

class TokenBucketTest {
  private static final Rate TEN = new Rate(10, Duration.ofNanos(100));

  @ParameterizedTest
  @CsvSource({
    "0, 0, 10, full at first",
    "1, 0, 9, one taken",
    "10, 0, 0, all taken",
    "10, 99, 0, not a whole token yet",
    "10, 100, 1, the first is back",
    "10, 999, 9, the last is not",
    "10, 1000, 10, full again",
    "10, 1000000, 10, and never more than full",
    "12, 0, 0, taken into debt",
    "12, 200, 0, debt paid",
    "12, 300, 1, and one to spare",
    "20, 1000, 0, as deep as it goes",
    "2000000, 1100, 1, and no deeper",
  })
  void whatIsLeft(long taken, long afterNs, long left, String why) {
    for (long origin : new long[] {0, -5_000, Long.MAX_VALUE - 500}) {
      TokenBucket bucket = new TokenBucket(TEN, origin);

      bucket.take(taken, origin);

      assertEquals(left, bucket.available(origin + afterNs), why);
      assertEquals(left == 10, bucket.isFull(origin + afterNs), why);
    }
  }

  @Test
  void whatIsTakenNowAndThenAddsUp() {
    TokenBucket bucket = new TokenBucket(TEN, 0);
    bucket.take(10, 0);
    bucket.take(1, 250);

    assertEquals(1, bucket.available(250));
    assertEquals(1, bucket.available(299));
    assertEquals(2, bucket.available(300));
  }

  @Test
  void theLargestBucketDoesNotOverflow() {
    TokenBucket bucket = new TokenBucket(new Rate(1 << 20, Duration.ofHours(1)), 0);
    bucket.take(1 << 20, 0);
    bucket.take(1 << 20, 0);
    bucket.take(1 << 16, 0);

    assertEquals(0, bucket.available(0));
    assertEquals(1, bucket.available(Duration.ofHours((1 << 20) + 1).toNanos()));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, (1 << 20) + 1})
  void aRateOutOfRangeIsRefused(int burst) {
    assertThrows(IllegalArgumentException.class, () -> new Rate(burst, Duration.ofNanos(1)));
  }

  @Test
  void aTokenThatTakesNoTimeOrTooLongIsRefused() {
    assertThrows(IllegalArgumentException.class, () -> new Rate(1, Duration.ZERO));
    assertThrows(IllegalArgumentException.class, () -> new Rate(1, Duration.ofNanos(-1)));
    assertThrows(IllegalArgumentException.class, () -> new Rate(1, Duration.ofMinutes(61)));
  }

  @Test
  void limitsOutOfRangeAreRefused() {
    Duration second = Duration.ofSeconds(1);
    assertThrows(
        IllegalArgumentException.class,
        () -> new MatchLimits(TEN, TEN, TEN, TEN, TEN, 0, 1, second));
    assertThrows(
        IllegalArgumentException.class,
        () -> new MatchLimits(TEN, TEN, TEN, TEN, TEN, 1, 0, second));
    assertThrows(
        IllegalArgumentException.class,
        () -> new MatchLimits(TEN, TEN, TEN, TEN, TEN, 1, 1, Duration.ZERO));
  }

  @Test
  void addressesHaveBucketsOfTheirOwn() {
    AddressBuckets buckets = new AddressBuckets(TEN, 3, 0);

    buckets.of("a", 0).take(10, 0);

    assertEquals(0, buckets.of("a", 0).available(0));
    assertEquals(10, buckets.of("b", 0).available(0));
  }

  @Test
  void anAddressCannotPushItselfOutAndStartAfresh() {
    AddressBuckets buckets = new AddressBuckets(TEN, 3, 0);
    for (String address : new String[] {"a", "b", "c"}) {
      buckets.of(address, 0).take(5, 0);
    }

    buckets.of("d", 0).take(4, 0);

    assertEquals(6, buckets.of("e", 0).available(0), "d and e share the last bucket");
    assertEquals(5, buckets.of("a", 0).available(0));
    assertEquals(3, buckets.size());
  }

  @Test
  void aBucketThatIsFullAgainMakesRoom() {
    AddressBuckets buckets = new AddressBuckets(TEN, 2, 0);
    buckets.of("a", 0).take(1, 0);
    buckets.of("b", 0).take(5, 0);

    buckets.of("c", 200).take(2, 200);

    assertEquals(8, buckets.of("c", 200).available(200));
    assertEquals(7, buckets.of("b", 200).available(200));
    assertTrue(buckets.size() <= 2);
  }
}
