package org.namedwebsockets.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
  @Test
  void stringsEscapeWhatJsonAndTerminalsMind() {
    StringBuilder out = new StringBuilder();

    Json.string(out, "a\"\\\n\t\u0000\u007f\u009b\ud800é😀");

    assertEquals("\"a\\\"\\\\\\n\\t\\u0000\\u007f\\u009b\\ud800é😀\"", out.toString());
  }

  @Test
  void layoutGoesByDepthAndLeavesStringsAlone() {
    assertEquals(
        """
        {
          "a": [
            1,
            "x,{}: \\"y"
          ],
          "b": {},
          "c": []
        }\
        """,
        Json.indented("{\"a\":[1, \"x,{}: \\\"y\"],\n\"b\":{ },\"c\":[]}"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "}", "]]]", "{", "\"", "\"\\", "not json at all", "[[["})
  void whatIsNoJsonIsNoReasonToFail(String text) {
    Json.indented(text);
  }
}
