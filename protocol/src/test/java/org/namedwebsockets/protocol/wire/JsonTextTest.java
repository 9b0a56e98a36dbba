package org.namedwebsockets.protocol.wire;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;

class JsonTextTest {
  @Test
  void nestsObjectsAndArrays() {
    JsonText text = new JsonText().object();
    text.field("name").string("a \"b\"\n\u00e9");
    text.field("list").array().number(1).number(Long.MAX_VALUE).bool(true).end();
    text.field("none").object().end();

    assertEquals(
        "{\"name\":\"a \\\"b\\\"\\n\u00e9\",\"list\":[1,9223372036854775807,true],\"none\":{}}",
        new String(text.end().toUtf8(), UTF_8));
  }

  @Test
  void closesWhatIsStillOpen() {
    assertEquals("[{}]", new String(new JsonText().array().object().toUtf8(), UTF_8));
  }

  @Test
  void refusesWhatWouldNotBeJson() {
    JsonText text = new JsonText().array();

    assertThrows(JacksonException.class, () -> text.field("x"));
  }
}
