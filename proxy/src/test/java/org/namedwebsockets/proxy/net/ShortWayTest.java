package org.namedwebsockets.proxy.net;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames that come whole take another way than those that come in pieces, to the same end. */
class ShortWayTest {
  /** What a sender was answered and another peer heard. */
  private record Outcome(List<String> heard, byte[] answered) {}

  static LongStream seeds() {
    return LongStream.range(0, 40);
  }

  private static Outcome outcome(byte[] stream, Random cuts, int longest) {
    try (TwoClients both = new TwoClients(NetLimits.DEFAULTS)) {
      for (int at = 0; at < stream.length; ) {
        int end = Math.min(stream.length, at + 1 + cuts.nextInt(longest));
        both.client.sendLater(Arrays.copyOfRange(stream, at, end));
        both.port.settle();
        if (cuts.nextInt(20) == 0) {
          both.port.passSeconds(0.1); // The long way is taken away if it is idle.
        }
        at = end;
      }
      return new Outcome(both.other.hears(), both.client.bytes());
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void whatComesWholeMeansWhatItMeansInPieces(long seed) {
    Random random = new Random(seed);
    List<byte[]> frames = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      frames.add(frame(random));
    }
    byte[] stream = Frames.joined(frames.toArray(byte[][]::new));

    // Fewer than eight bytes are never taken on the short way.
    Outcome inPieces = outcome(stream, random, 7);
    Outcome whole = outcome(stream, random, stream.length);
    Outcome mixed = outcome(stream, random, 300);

    assertEquals(inPieces.heard(), whole.heard());
    assertEquals(inPieces.heard(), mixed.heard());
    assertArrayEquals(inPieces.answered(), whole.answered());
    assertArrayEquals(inPieces.answered(), mixed.answered());
  }

  private static byte[] frame(Random random) {
    byte[] payload = new byte[random.nextInt(4) == 0 ? random.nextInt(700) : random.nextInt(130)];
    Arrays.fill(payload, (byte) ('a' + random.nextInt(26)));
    return switch (random.nextInt(40)) {
      case 0 -> Frames.masked(random.nextInt(256), payload);
      case 1 -> Frames.unmasked(Frames.FIN | Frames.TEXT, payload);
      case 2 -> Frames.masked(Frames.FIN | Frames.TEXT, new byte[] {'a', (byte) 0xC0});
      case 3, 4 -> Frames.ping("p");
      case 5, 6, 7 ->
          Frames.joined(
              Frames.masked(Frames.TEXT, payload),
              Frames.masked(Frames.FIN | Frames.CONTINUATION, payload));
      case 8 -> Frames.masked(Frames.BINARY, payload);
      case 9 -> Frames.close();
      default -> Frames.masked(Frames.FIN | 1 + random.nextInt(2), payload);
    };
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 7, 8, 9, 125, 126, 127, 65_535, 65_536})
  void everyLengthArrivesUnchanged(int length) {
    byte[] payload = new byte[length];
    new Random(length).nextBytes(payload);
    try (TwoClients both = new TwoClients(NetLimits.DEFAULTS)) {
      both.client.send(Frames.binary(payload), Frames.text("after"));

      List<Frames.Frame> frames = both.other.frames();
      assertArrayEquals(payload, frames.getFirst().payload());
      assertEquals("text:after", frames.getLast().toString());
    }
  }

  @Test
  void aLengthThatIsNotTheShortestIsRefused() {
    try (TwoClients both = new TwoClients(NetLimits.DEFAULTS)) {
      byte[] long16 = {(byte) 0x81, (byte) 0xFE, 0, 1, 0, 0, 0, 0, 'x'};

      both.client.send(long16);

      both.assertRefused(1002, "bad-frame");
    }
  }

  @Test
  void aMessageInsideAFragmentedOneIsRefusedThoughItIsWhole() {
    try (TwoClients both = new TwoClients(NetLimits.DEFAULTS)) {
      both.client.send(
          Frames.masked(Frames.TEXT, "begun".getBytes(StandardCharsets.UTF_8)),
          Frames.text("another"));

      both.assertRefused(1002, "bad-frame");
    }
  }

  @Test
  void messagesThatEndInTheNextReadStayInOrder() {
    try (TwoClients both = new TwoClients(NetLimits.DEFAULTS)) {
      byte[] stream =
          Frames.joined(Frames.text("one"), Frames.text("two, cut"), Frames.text("three"));

      both.client.send(Arrays.copyOf(stream, 14));
      both.client.send(Arrays.copyOfRange(stream, 14, stream.length));

      assertEquals(List.of("text:one", "text:two, cut", "text:three"), both.other.hears());
    }
  }
}
