package org.namedwebsockets.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestTest {
  @ParameterizedTest(name = "{0}: {1} ({2})")
  @CsvSource({
    "prot, port, neighbours swapped",
    "poort, port, one too many",
    "messagemax, message-max, one missing",
    "log-fromat, log-format, neighbours swapped",
    "colour, , nothing near",
    "x, , too short to guess",
  })
  void guessesOnlyWhatIsNear(String word, String wanted, String why) {
    List<String> candidates = List.of("port", "message-max", "log", "log-format");

    assertEquals(Optional.ofNullable(wanted), Nearest.to(word, candidates), why);
  }
}
