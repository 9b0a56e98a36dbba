package org.namedwebsockets.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.namedwebsockets.protocol.CloseReason;

class EndingTest {
  @ParameterizedTest
  @EnumSource
  void everyReasonSaysWhetherToComeBack(CloseReason reason) {
    Ending ending = Ending.closed(reason.code(), reason.word() + ": and more");

    assertEquals(reason.retry(), ending.comesBack());
  }

  @ParameterizedTest
  @CsvSource({"1000, ''", "1008, policy", "4000, slow", "1012, restart"})
  void whatWeDoNotKnowIsTriedAgain(int code, String text) {
    assertTrue(Ending.closed(code, text).comesBack());
  }

  @Test
  void theSentenceQuotesTheProxy() {
    assertEquals(
        "the proxy closed: 1009 too-big: the limit is 5 bytes",
        Ending.closed(1009, "too-big: the limit is 5 bytes").why());
    assertEquals("the connection broke: reset", Ending.broken(new IOException("reset")).why());
  }
}
