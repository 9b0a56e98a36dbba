package org.namedwebsockets.protocol;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScopeTest {
  @ParameterizedTest
  @EnumSource
  void isReadFromTheWordItIsWrittenAs(Scope scope) {
    assertEquals(Optional.of(scope), Scope.parse(scope.word()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Local", "NETWORK", "local ", "control", "broadcast"})
  void isReadFromNothingElse(String segment) {
    assertEquals(Optional.empty(), Scope.parse(segment));
  }
}
