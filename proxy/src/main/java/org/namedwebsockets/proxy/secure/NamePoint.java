package org.namedwebsockets.proxy.secure;

import java.nio.charset.StandardCharsets;
import org.bouncycastle.math.ec.ECPoint;
import org.namedwebsockets.protocol.ChannelName;

/**
 * A network channel's name, made ready for matching once, when its channel opens.
 *
 * @param name the name
 * @param input what the pseudorandom function is applied to: {@code "nws/1 network"}, a zero byte,
 *     the name
 * @param hash the input's point on the curve
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record NamePoint(ChannelName name, byte[] input, ECPoint hash) {
  private static final String DOMAIN = "nws/1 network\0";

  /** Takes 0.2 ms, and how long depends on the name; see {@link Oprf#hash}. */
  static NamePoint of(ChannelName name) {
    byte[] input = (DOMAIN + name.value()).getBytes(StandardCharsets.US_ASCII);
    return new NamePoint(name, input, Oprf.hash(input));
  }

  @Override
  public String toString() {
    return "NamePoint[" + name + "]";
  }
}
