package org.namedwebsockets.proxy.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.namedwebsockets.protocol.CloseReason;
import org.namedwebsockets.proxy.Changed;
import org.namedwebsockets.proxy.access.OriginRule;
import org.namedwebsockets.proxy.hub.Limits;

/**
 * Hostile bytes into real pipelines. Whatever comes in: no fault of ours, no leak, every socket is
 * open or was told why, and others on the channel hear whole valid messages only. A failing seed is
 * the name of its test.
 */
class PipelineFuzzTest {
  private static final int SEEDS = 60;
  private static final int CLIENTS = 12;

  private static final String[] TARGETS = {
    "/local/c/%d", "/control/local/c/%d", "/network/c/%d", "/control/network/c/%d?ready=1&senders=1"
  };

  private static final String[] LINES = {
    "GET / HTTP/1.1",
    "POST /local/c/1 HTTP/1.1",
    "GET /api/status HTTP/1.1",
    "GET /local/%zz/1 HTTP/1.0",
    "Host: localhost:9009",
    "Host: evil.example",
    "Origin: https://a.example",
    "Connection: Upgrade, close",
    "Connection: close",
    "Upgrade: websocket",
    "Sec-WebSocket-Key: " + FakePort.KEY,
    "Sec-WebSocket-Key: \u00ff",
    "Sec-WebSocket-Version: 13",
    "Sec-WebSocket-Protocol: a\u0001b",
    "Sec-WebSocket-Protocol: \u00e9, b",
    "Content-Length: 5",
    "Content-Length: 99999999999999999999",
    "Transfer-Encoding: chunked",
    "Transfer-Encoding: gzip",
    "Expect: 100-continue",
    " folded",
    ":",
    "",
    "",
  };

  static LongStream seeds() {
    return LongStream.range(0, SEEDS);
  }

  private static FakePort port() {
    NetLimits small =
        Changed.of(
            NetLimits.DEFAULTS,
            Map.of(
                "messageBytesMax",
                10_000,
                "partialBytesMax",
                60_000L,
                "outboxHighBytes",
                20_000,
                "outboxLowBytes",
                10_000));
    return new FakePort(small, Limits.DEFAULTS, new OriginRule.Any());
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void hostileBytesHurtNobodyElse(long seed) {
    Random random = new Random(seed);
    try (FakePort port = port()) {
      FakeSocket witness = port.open("/local/c/witness");
      FakeSocket watcher = port.open("/control/local/c/witness");
      for (int i = 0; i < CLIENTS; i++) {
        FakeSocket client = port.connect();
        sendInPieces(random, port, client, stream(random, i));
        if (random.nextInt(4) == 0) {
          port.passSeconds(random.nextInt(15));
          witness.send(Frames.pong());
          watcher.send(Frames.pong());
        }
        if (random.nextInt(3) == 0) {
          client.breakOff();
        }
        assertWhole(client.bytes());
      }

      assertValid(witness.frames());
      assertValid(watcher.frames());
      witness.send(Frames.ping("well"));
      assertEquals("pong:well", witness.hears().getLast());
      assertEquals(0, port.closed(CloseReason.FAULT), "a fault of ours");
    }
  }

  private static void sendInPieces(Random random, FakePort port, FakeSocket client, byte[] stream) {
    boolean stops = random.nextInt(5) == 0;
    if (stops) {
      client.stopReading();
    }
    int longest = stream.length < 2000 && random.nextBoolean() ? 10 : 5000;
    for (int at = 0; at < stream.length; ) {
      int end = Math.min(stream.length, at + 1 + random.nextInt(longest));
      client.sendLater(Arrays.copyOfRange(stream, at, end));
      at = end;
      if (random.nextBoolean()) {
        port.settle();
      }
    }
    port.settle();
    if (stops && random.nextBoolean()) {
      client.readAll();
    }
  }

  private static byte[] stream(Random random, int client) {
    byte[] stream =
        switch (random.nextInt(4)) {
          case 0 -> random(random, random.nextInt(2000));
          case 1 -> http(random);
          default -> Frames.joined(handshake(random, client), frames(random));
        };
    int changes = random.nextInt(4) == 0 ? 1 + random.nextInt(5) : 0;
    for (int i = 0; i < changes && stream.length > 0; i++) {
      stream[random.nextInt(stream.length)] = (byte) random.nextInt();
    }
    return stream;
  }

  private static byte[] handshake(Random random, int client) {
    String target = TARGETS[random.nextInt(TARGETS.length)].formatted(client);
    return FakePort.upgrade(target).getBytes(StandardCharsets.ISO_8859_1);
  }

  private static byte[] http(Random random) {
    StringBuilder text = new StringBuilder();
    for (int lines = random.nextInt(30); lines > 0; lines--) {
      text.append(LINES[random.nextInt(LINES.length)]);
      text.append(random.nextInt(20) == 0 ? "\n" : "\r\n");
    }
    return text.append("\r\n\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  private static byte[] frames(Random random) {
    byte[][] frames = new byte[random.nextInt(20)][];
    for (int i = 0; i < frames.length; i++) {
      frames[i] = frame(random);
    }
    return Frames.joined(frames);
  }

  private static byte[] frame(Random random) {
    int first =
        random.nextInt(8) == 0
            ? random.nextInt(256)
            : (random.nextInt(3) == 0 ? 0 : Frames.FIN) | random.nextInt(3);
    byte[] payload =
        switch (random.nextInt(6)) {
          case 0 -> random(random, random.nextInt(300));
          case 1 -> new byte[random.nextInt(12_000)];
          case 2 ->
              "{\"action\":\"message\",\"target\":\"witness\",\"payload\":[1]}"
                  .getBytes(StandardCharsets.UTF_8);
          default ->
              "text \u00e9\u6f22".repeat(random.nextInt(50)).getBytes(StandardCharsets.UTF_8);
        };
    return switch (random.nextInt(12)) {
      case 0 -> Frames.ping("ping");
      case 1 -> Frames.close(1000 + random.nextInt(20), "bye");
      case 2 -> Frames.head(first, random.nextLong(20_000));
      case 3 -> Frames.unmasked(first, payload);
      default -> Frames.masked(first, payload);
    };
  }

  private static byte[] random(Random random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  /** Each answer is HTTP, or HTTP and then frames. */
  private static void assertWhole(byte[] heard) {
    String text = new String(heard, StandardCharsets.ISO_8859_1);
    assertTrue(text.isEmpty() || "HTTP/1.1 ".startsWith(text) || text.startsWith("HTTP/1.1 "));
  }

  private static void assertValid(List<Frames.Frame> frames) {
    for (Frames.Frame frame : frames) {
      assertTrue(frame.last(), "no fragments leave here");
      if (frame.opcode() == Frames.TEXT) {
        assertTrue(Utf8.isValid(frame.payload()));
      } else {
        assertTrue(List.of(Frames.BINARY, Frames.PING, Frames.PONG).contains(frame.opcode()));
      }
    }
  }
}
