package org.namedwebsockets.client;

import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpClient;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class WireTest {
  private static final Duration LONG = Duration.ofSeconds(30);

  @Test
  void oneThreadServesAllAndEndsWithTheLast() throws InterruptedException {
    Wire ann = Wire.open();
    Wire bob = Wire.open();
    HttpClient http = ann.http();
    assertSame(http, bob.http());
    ann.close();
    bob.close();
    assertTrue(http.awaitTermination(LONG), "its thread ends");
    Wire cat = Wire.open();
    assertNotSame(http, cat.http());
    cat.close();
  }

  @Test
  void whoClosesTwiceTakesNobodyElsesShare() {
    Wire ann = Wire.open();
    Wire bob = Wire.open();
    bob.close();
    bob.close();
    Wire cat = Wire.open();
    assertSame(ann.http(), cat.http());
    cat.close();
    ann.close();
  }
}
