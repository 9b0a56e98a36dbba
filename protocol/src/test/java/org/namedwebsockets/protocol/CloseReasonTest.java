package org.namedwebsockets.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CloseReasonTest {
  /** RFC 6455, 7.4.1, and 1013 of the registry it set up. */
  private static final Set<Integer> SENDABLE =
      Set.of(1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013);

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "BROKEN")
  void everyCodeMayStandInACloseFrame(CloseReason reason) {
    assertTrue(SENDABLE.contains(reason.code()), () -> reason + " " + reason.code());
  }

  @Test
  void aConnectionThatBrokeHasTheCodeThatIsNeverSent() {
    assertEquals(1006, CloseReason.BROKEN.code());
  }

  @ParameterizedTest
  @EnumSource
  void everyWordFitsLogsMetricsAndACloseFrame(CloseReason reason) {
    assertTrue(reason.word().matches("[a-z]+(-[a-z]+)*"), reason::word);
    assertTrue(reason.word().length() < 20, reason::word);
  }

  @Test
  void noTwoHaveOneWord() {
    long words = Arrays.stream(CloseReason.values()).map(CloseReason::word).distinct().count();

    assertEquals(CloseReason.values().length, words);
  }

  @ParameterizedTest
  @EnumSource(names = {"BAD_FRAME", "BAD_TEXT", "BAD_MESSAGE", "TOO_BIG", "FORBIDDEN", "UNINVITED"})
  void whoeverBrokeARuleIsNotAskedToDoItAgain(CloseReason reason) {
    assertEquals(false, reason.retry());
  }
}
