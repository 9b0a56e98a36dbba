package org.namedwebsockets.protocol.wire;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.namedwebsockets.protocol.CloseReason;
import org.namedwebsockets.protocol.Introduction;
import org.namedwebsockets.protocol.ProtocolException;
import org.namedwebsockets.protocol.ProxyId;

/**
 * Introductions as binary WebSocket messages of the stream {@code /peers}: one after another, each
 * the 26 characters of an id, a byte that counts addresses, and for each address a byte that is 4
 * or 6, 4 or 16 bytes of IP address and 2 of port, all big-endian.
 *
 * <p>Read strictly; whether an address may be dialled is for the reader to judge. Pure: holds
 * nothing.
 */
public final class IntroductionCodec {
  private static final int ADDRESS_BYTES_MAX = 1 + 16 + 2;

  /** The longest message, bytes. */
  public static final int MESSAGE_BYTES_MAX =
      Introduction.LIST_MAX * (ProxyId.LENGTH + 1 + Introduction.ADDRESSES_MAX * ADDRESS_BYTES_MAX);

  private IntroductionCodec() {}

  /**
   * Writes introductions.
   *
   * @param introductions 1 to {@link Introduction#LIST_MAX}
   * @return one binary message, owned by the caller
   * @throws IllegalArgumentException if there are none or too many
   */
  public static byte[] encode(List<Introduction> introductions) {
    if (introductions.isEmpty() || introductions.size() > Introduction.LIST_MAX) {
      throw new IllegalArgumentException(
          introductions.size() + " introductions, not 1 to " + Introduction.LIST_MAX);
    }
    var out = new ByteArrayOutputStream();
    for (Introduction one : introductions) {
      out.writeBytes(one.id().value().getBytes(US_ASCII));
      out.write(one.addresses().size());
      one.addresses().forEach(address -> write(out, address));
    }
    return out.toByteArray();
  }

  /**
   * Reads introductions.
   *
   * @param in one whole binary message; read to its end and not kept
   * @return 1 to {@link Introduction#LIST_MAX}, in order
   * @throws ProtocolException {@link CloseReason#BAD_MESSAGE} if anything is wrong with it
   */
  public static List<Introduction> decode(ByteBuffer in) throws ProtocolException {
    List<Introduction> all = new ArrayList<>();
    do {
      if (all.size() == Introduction.LIST_MAX) {
        throw bad("more than " + Introduction.LIST_MAX + " introductions");
      }
      all.add(introduction(in));
    } while (in.hasRemaining());
    return all;
  }

  private static void write(ByteArrayOutputStream out, InetSocketAddress address) {
    InetAddress ip = address.getAddress();
    out.write(ip instanceof Inet4Address ? 4 : 6);
    out.writeBytes(ip.getAddress());
    out.write(address.getPort() >> 8);
    out.write(address.getPort());
  }

  private static Introduction introduction(ByteBuffer in) throws ProtocolException {
    String text = new String(take(in, ProxyId.LENGTH), US_ASCII);
    ProxyId id = ProxyId.parse(text).orElseThrow(() -> bad("not a proxy id"));
    int count = take(in, 1)[0];
    if (count < 0 || count > Introduction.ADDRESSES_MAX) {
      throw bad("more than " + Introduction.ADDRESSES_MAX + " addresses of one proxy");
    }
    List<InetSocketAddress> addresses = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      addresses.add(address(in));
    }
    return new Introduction(id, addresses);
  }

  private static InetSocketAddress address(ByteBuffer in) throws ProtocolException {
    int family = take(in, 1)[0];
    int length =
        switch (family) {
          case 4 -> 4;
          case 6 -> 16;
          default -> throw bad("an address is of family 4 or 6, not " + family);
        };
    InetAddress ip = ip(take(in, length));
    if (ip.getAddress().length != length) {
      throw bad("an IPv4 address in the clothes of an IPv6 one");
    }
    int port = ByteBuffer.wrap(take(in, 2)).getShort() & 0xffff;
    if (port == 0) {
      throw bad("port 0");
    }
    return new InetSocketAddress(ip, port);
  }

  private static InetAddress ip(byte[] bytes) {
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an address is 4 or 16 bytes", e);
    }
  }

  private static byte[] take(ByteBuffer in, int length) throws ProtocolException {
    if (in.remaining() < length) {
      throw bad("ends " + (length - in.remaining()) + " bytes early");
    }
    byte[] bytes = new byte[length];
    in.get(bytes);
    return bytes;
  }

  private static ProtocolException bad(String detail) {
    return new ProtocolException(CloseReason.BAD_MESSAGE, detail);
  }
}
