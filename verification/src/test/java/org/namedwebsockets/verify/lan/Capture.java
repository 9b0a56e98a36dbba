package org.namedwebsockets.verify.lan;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What tcpdump wrote: every byte that went over a card, and TCP put together again. */
final class Capture {
  private static final int FILE_HEADER_BYTES = 24;
  private static final int PACKET_HEADER_BYTES = 16;
  private static final int ETHERNET_BYTES = 14;
  private static final int TCP = 6;

  private final byte[] all;
  private final Map<String, TreeMap<Long, byte[]>> flows = new TreeMap<>();

  private Capture(byte[] all) {
    this.all = all;
  }

  static Capture read(Path file) throws IOException {
    Capture capture = new Capture(Files.readAllBytes(file));
    ByteBuffer in = ByteBuffer.wrap(capture.all).order(ByteOrder.nativeOrder());
    in.position(FILE_HEADER_BYTES);
    while (in.remaining() >= PACKET_HEADER_BYTES) {
      int length = in.getInt(in.position() + 8);
      in.position(in.position() + PACKET_HEADER_BYTES);
      capture.ethernet(in.slice(in.position(), length).order(ByteOrder.BIG_ENDIAN));
      in.position(in.position() + length);
    }
    return capture;
  }

  private void ethernet(ByteBuffer frame) {
    int version = frame.remaining() < ETHERNET_BYTES + 40 ? 0 : frame.get(ETHERNET_BYTES) >> 4;
    if (version == 4 && frame.get(ETHERNET_BYTES + 9) == TCP) {
      int header = (frame.get(ETHERNET_BYTES) & 0xf) * 4;
      int total = frame.getShort(ETHERNET_BYTES + 2) & 0xffff;
      String from = text(frame, ETHERNET_BYTES + 12, 4);
      tcp(from, frame.slice(ETHERNET_BYTES + header, total - header));
    } else if (version == 6 && frame.get(ETHERNET_BYTES + 6) == TCP) {
      int payload = frame.getShort(ETHERNET_BYTES + 4) & 0xffff;
      tcp(text(frame, ETHERNET_BYTES + 8, 16), frame.slice(ETHERNET_BYTES + 40, payload));
    }
  }

  private static String text(ByteBuffer from, int at, int length) {
    StringBuilder text = new StringBuilder();
    for (int i = at; i < at + length; i++) {
      text.append("%02x".formatted(from.get(i)));
    }
    return text.toString();
  }

  private void tcp(String from, ByteBuffer segment) {
    long sequence = segment.getInt(4) & 0xffff_ffffL;
    int header = (segment.get(12) >> 4 & 0xf) * 4;
    byte[] payload = new byte[segment.remaining() - header];
    segment.get(header, payload);
    if (payload.length > 0) {
      String flow =
          from + ":" + (segment.getShort(0) & 0xffff) + ">" + (segment.getShort(2) & 0xffff);
      flows.computeIfAbsent(flow, _ -> new TreeMap<>()).put(sequence, payload);
    }
  }

  /** Everything, as one character for each byte. */
  String text() {
    return new String(all, StandardCharsets.ISO_8859_1);
  }

  /** What each end of each connection sent, in order and once. */
  List<byte[]> streams() {
    List<byte[]> streams = new ArrayList<>();
    for (TreeMap<Long, byte[]> segments : flows.values()) {
      ByteArrayOutputStream stream = new ByteArrayOutputStream();
      long next = segments.firstKey();
      for (Map.Entry<Long, byte[]> segment : segments.entrySet()) {
        int known = (int) Math.max(0, next - segment.getKey());
        byte[] payload = segment.getValue();
        if (known < payload.length) {
          stream.write(payload, known, payload.length - known);
          next = segment.getKey() + payload.length;
        }
      }
      streams.add(stream.toByteArray());
    }
    return streams;
  }
}
