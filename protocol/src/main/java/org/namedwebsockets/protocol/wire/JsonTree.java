package org.namedwebsockets.protocol.wire;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.namedwebsockets.protocol.CloseReason;
import org.namedwebsockets.protocol.ProtocolException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * A JSON text as a whole, to look things up in: for answers of a proxy, not for messages. Asking
 * for what is not there gives what is empty.
 */
public final class JsonTree {
  private static final JsonFactory JSON = JsonFactory.builder().build();
  private static final JsonTree NOTHING = new JsonTree("", List.of(), Map.of());

  private final String text;
  private final List<JsonTree> items;
  private final Map<String, JsonTree> fields;

  private JsonTree(String text, List<JsonTree> items, Map<String, JsonTree> fields) {
    this.text = text;
    this.items = items;
    this.fields = fields;
  }

  /**
   * Reads a text.
   *
   * @param json the text
   * @return its tree
   * @throws ProtocolException if it is not JSON
   */
  public static JsonTree of(String json) throws ProtocolException {
    try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), json)) {
      return read(parser, parser.nextToken());
    } catch (JacksonException e) {
      throw new ProtocolException(
          CloseReason.BAD_TEXT, "not JSON at byte " + e.getLocation().getByteOffset());
    }
  }

  private static JsonTree read(JsonParser parser, JsonToken token) {
    if (token == JsonToken.START_OBJECT) {
      Map<String, JsonTree> fields = new LinkedHashMap<>();
      while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
        String name = parser.currentName();
        fields.put(name, read(parser, parser.nextToken()));
      }
      return new JsonTree("", List.of(), fields);
    }
    if (token == JsonToken.START_ARRAY) {
      List<JsonTree> items = new ArrayList<>();
      for (JsonToken next = parser.nextToken();
          next != JsonToken.END_ARRAY;
          next = parser.nextToken()) {
        items.add(read(parser, next));
      }
      return new JsonTree("", items, Map.of());
    }
    return new JsonTree(String.valueOf(parser.getString()), List.of(), Map.of());
  }

  /**
   * A member of an object.
   *
   * @param name its key
   * @return its value; nothing if it is not there
   */
  public JsonTree field(String name) {
    return fields.getOrDefault(name, NOTHING);
  }

  /**
   * The items of an array.
   *
   * @return each; none if this is no array
   */
  public List<JsonTree> items() {
    return List.copyOf(items);
  }

  /**
   * A string, number or truth value as text.
   *
   * @return the text; empty if this is none of them
   */
  public String text() {
    return text;
  }

  /**
   * A whole number.
   *
   * @return the number; empty if this is none
   */
  public Optional<Long> number() {
    return text.matches("-?\\d{1,18}") ? Optional.of(Long.parseLong(text)) : Optional.empty();
  }
}
