package org.namedwebsockets.proxy.secure;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import javax.crypto.Mac;
import org.namedwebsockets.protocol.ChannelName;

/**
 * What a tag or a name is looked up by: half of its HMAC under a key of this session that never
 * leaves it. So the time a look-up takes tells the other end nothing about what lies in the map,
 * unless it has computed the very tag.
 *
 * @param high the first eight bytes
 * @param low the next eight
 */
record LookupKey(long high, long low) {
  static LookupKey ofTag(byte[] localKey, byte[] tag) {
    return of(localKey, (byte) 't', tag);
  }

  static LookupKey ofName(byte[] localKey, ChannelName name) {
    return of(localKey, (byte) 'n', name.value().getBytes(StandardCharsets.US_ASCII));
  }

  private static LookupKey of(byte[] localKey, byte kind, byte[] bytes) {
    Mac mac = Hashes.hmac(localKey);
    mac.update(kind);
    ByteBuffer hash = ByteBuffer.wrap(mac.doFinal(bytes));
    return new LookupKey(hash.getLong(), hash.getLong());
  }
}
