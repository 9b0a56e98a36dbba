package org.namedwebsockets.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RecordsTest {
  private static List<String> read(String text, int end) throws IOException {
    InputStream in = new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    Records records = new Records(in, end);
    List<String> read = new ArrayList<>();
    for (Optional<byte[]> next = records.next(); next.isPresent(); next = records.next()) {
      read.add(new String(next.get(), StandardCharsets.UTF_8));
    }
    return read;
  }

  @Test
  void linesMayBeEmptyAndTheLastUnfinished() throws IOException {
    assertEquals(List.of("a", "", "ü"), read("a\n\nü", '\n'));
    assertEquals(List.of("a"), read("a\n", '\n'));
    assertEquals(List.of(), read("", '\n'));
  }

  @Test
  void aNulLetsMessagesHaveLines() throws IOException {
    assertEquals(List.of("a\nb", "c"), read("a\nb\0c", 0));
  }

  @Test
  void aBarShowsHowFarItIs() {
    assertEquals("[" + " ".repeat(16) + "]   0 %  0.0 KiB", Progress.bar(0, 10));
    assertEquals("[" + "=".repeat(16) + "] 100 %  2.0 MiB", Progress.bar(2 << 20, 2 << 20));
    assertTrue(Progress.bar(1L << 40, 1L << 40).length() <= 40);
    assertTrue(Progress.bar(0, 0).contains("100 %"));
  }

  @Test
  void onlyUtf8IsText() {
    byte[] text = "ü!".getBytes(StandardCharsets.UTF_8);
    assertEquals(Optional.of("ü"), Utf8Text.of(text, 2));
    assertEquals(Optional.empty(), Utf8Text.of(text, 1));
  }
}
