package org.namedwebsockets.proxy.diagnosis;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.MulticastSocket;
import java.net.NetworkInterface;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Two sockets of our own on one network interface: one asks the mDNS group a question, the other is
 * a member of the group and hears whether it went out, and whether anybody answers.
 */
final class MdnsProbe {
  private static final InetSocketAddress GROUP = new InetSocketAddress("224.0.0.251", 5353);
  private static final int WAIT_MS = 1_000;
  private static final int PACKET_BYTES_MAX = 9_000;
  private static final byte[] PTR_QUESTION = {0, 12, 0, 1};

  private MdnsProbe() {}

  /**
   * What was heard.
   *
   * @param ourselves whether our own question came back
   * @param others how many other addresses were heard
   */
  record Seen(boolean ourselves, int others) {}

  /** Asks and listens for a second. */
  static Seen ask(NetworkInterface card) throws IOException {
    String mark = "nws-doctor-" + UUID.randomUUID();
    Set<InetAddress> ours = new HashSet<>(card.inetAddresses().toList());
    Set<InetAddress> others = new HashSet<>();
    boolean ourselves = false;
    try (MulticastSocket in = new MulticastSocket(null);
        MulticastSocket out = new MulticastSocket(0)) {
      in.setReuseAddress(true);
      in.bind(new InetSocketAddress(GROUP.getPort()));
      in.joinGroup(GROUP, card);
      out.setOption(StandardSocketOptions.IP_MULTICAST_IF, card);
      byte[] question = question(mark);
      out.send(new DatagramPacket(question, question.length, GROUP));
      long endNs = System.nanoTime() + WAIT_MS * 1_000_000L;
      DatagramPacket packet = new DatagramPacket(new byte[PACKET_BYTES_MAX], PACKET_BYTES_MAX);
      while (hears(in, packet, endNs)) {
        if (ours.contains(packet.getAddress())) {
          ourselves |= contains(packet, mark);
        } else {
          others.add(packet.getAddress());
        }
      }
      return new Seen(ourselves, others.size());
    }
  }

  private static boolean hears(MulticastSocket in, DatagramPacket packet, long endNs)
      throws IOException {
    int leftMs = (int) ((endNs - System.nanoTime()) / 1_000_000);
    if (leftMs <= 0) {
      return false;
    }
    try {
      in.setSoTimeout(leftMs);
      packet.setLength(PACKET_BYTES_MAX);
      in.receive(packet);
      return true;
    } catch (SocketTimeoutException _) {
      return false;
    }
  }

  private static boolean contains(DatagramPacket packet, String mark) {
    byte[] bytes = Arrays.copyOf(packet.getData(), packet.getLength());
    return new String(bytes, US_ASCII).contains(mark);
  }

  /** Which services there are: every mDNS responder answers. With a name of ours, to know it. */
  private static byte[] question(String mark) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(new byte[] {0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0});
    name(out, List.of("_services", "_dns-sd", "_udp", "local"));
    name(out, List.of(mark, "local"));
    return out.toByteArray();
  }

  private static void name(ByteArrayOutputStream out, List<String> labels) {
    for (String label : labels) {
      out.write(label.length());
      out.writeBytes(label.getBytes(US_ASCII));
    }
    out.write(0);
    out.writeBytes(PTR_QUESTION);
  }
}
