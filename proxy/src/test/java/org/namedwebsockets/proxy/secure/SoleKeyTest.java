package org.namedwebsockets.proxy.secure;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import org.junit.jupiter.api.Test;

class SoleKeyTest {
  private final Identity identity = Identity.make(new SecureRandom());
  private final SoleKey key = new SoleKey(identity);

  @Test
  void isShownAtBothEndsToWhoTakesKeysOfItsKind() {
    String alias = key.chooseEngineServerAlias("EC", null, null);

    assertNotNull(alias);

    assertEquals(alias, key.chooseEngineClientAlias(new String[] {"RSA", "EC"}, null, null));
    assertEquals(alias, key.chooseServerAlias("EC", null, null));
    assertEquals(alias, key.chooseClientAlias(new String[] {"EC"}, null, null));
    assertArrayEquals(new String[] {alias}, key.getServerAliases("EC", null));
    assertArrayEquals(new String[] {alias}, key.getClientAliases("EC", null));
    assertSame(identity.privateKey(), key.getPrivateKey(alias));
    assertArrayEquals(
        new X509Certificate[] {identity.certificate()}, key.getCertificateChain(alias));
  }

  @Test
  void isNotOfAnyOtherKind() {
    assertNull(key.chooseEngineServerAlias("RSA", null, null));
    assertNull(key.chooseEngineClientAlias(new String[] {"RSA", "EdDSA"}, null, null));
    assertNull(key.getServerAliases("RSA", null));
  }

  @Test
  void isNotGivenUnderAnotherAlias() {
    assertNull(key.getPrivateKey("other"));
    assertNull(key.getCertificateChain("other"));
  }
}
