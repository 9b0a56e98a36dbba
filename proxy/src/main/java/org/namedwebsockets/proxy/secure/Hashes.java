package org.namedwebsockets.proxy.secure;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Locale;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.util.Arrays;
import org.bouncycastle.util.encoders.Base32;

/** The hashes of this package, without checked exceptions: every JDK has these algorithms. */
final class Hashes {
  static final int SHA256_LENGTH = 32;

  private Hashes() {}

  static byte[] sha256(byte[]... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (byte[] part : parts) {
        digest.update(part);
      }
      return digest.digest();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no SHA-256", e);
    }
  }

  /** HMAC-SHA256 ready for use; belongs to the caller's thread. */
  static Mac hmac(byte[] key) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this JDK has no HMAC-SHA256", e);
    }
  }

  /** Lower-case base32 of the first bytes, without padding. */
  static String base32(byte[] bytes, int length) {
    String padded = Base32.toBase32String(Arrays.copyOf(bytes, length));
    return padded.replace("=", "").toLowerCase(Locale.ROOT);
  }
}
