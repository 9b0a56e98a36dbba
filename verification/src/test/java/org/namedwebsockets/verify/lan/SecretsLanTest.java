package org.namedwebsockets.verify.lan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.namedwebsockets.verify.system.TestPeer;

/** What a run leaves in the log and in memory; security.md section 8, T30. */
@Tag("lan")
@Timeout(180)
final class SecretsLanTest {
  private static final String CHANNEL = "rendezvous-at-the-old-mill";
  private static final String PEER = "the-miller";
  private static final String WORDS = "meet me when the moon is down";

  /** Keys and tags have 16 bytes and more; a proxy's id has 26 letters of base32. */
  private static final Pattern LONG_WORD = Pattern.compile("[0-9a-fA-F]{32,}|[0-9A-Za-z+/_]{40,}");

  @TempDir private Path folder;
  private TestLan lan;
  private TestLan.Machine machine;
  private LanProxy ann;

  @BeforeEach
  void aRun() {
    lan = TestLan.open();
    machine = lan.machine("ann");
    ann = LanProxy.on(machine, "--log=trace");
    LanProxy bob = LanProxy.on(lan.machine("bob"), "--log=trace");
    TestPeer watcher = ann.control(CHANNEL, "1");
    TestPeer alice = ann.peer(CHANNEL, "1");
    TestPeer miller = bob.peer(CHANNEL, PEER);
    assertTrue(watcher.next().contains(PEER));
    alice.say(WORDS);
    miller.hears(WORDS);
    miller.close();
    assertTrue(watcher.next().contains("disconnect"));
    alice.close();
    watcher.closed();
  }

  @AfterEach
  void close() {
    lan.close();
  }

  @Test
  @DisplayName("T30 even at the finest level the log has no name, words, key or tag")
  void theLog() {
    String log = ann.running().output();
    assertTrue(log.contains("link.up"), log);
    for (String secret : new String[] {CHANNEL, PEER, WORDS}) {
      assertFalse(log.contains(secret), () -> linesWith(log, secret));
    }
    Matcher word = LONG_WORD.matcher(log);
    assertFalse(word.find(), () -> linesWith(log, word.group()));
  }

  private static String linesWith(String log, String word) {
    return log.lines().filter(line -> line.contains(word)).limit(3).toList().toString();
  }

  @Test
  @DisplayName("T30 once its peers are gone, the heap has no name of the channel or a peer")
  void theHeap() throws IOException {
    // What a name was last seen in may be in a buffer until the next one is read.
    ann.peer("another-channel", "2").close();
    Path dump = folder.resolve("heap.hprof");
    Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
    String pid = String.valueOf(ann.running().process().pid());
    machine.run(jcmd.toString(), pid, "GC.heap_dump", dump.toString());

    String heap = Files.readString(dump, StandardCharsets.ISO_8859_1);

    assertTrue(heap.contains("org.namedwebsockets.proxy.hub.Hub"), "not a heap");
    assertEquals(0, count(heap, CHANNEL), () -> around(heap, CHANNEL));
    assertEquals(0, count(heap, PEER), () -> around(heap, PEER));
  }

  private static int count(String heap, String word) {
    return heap.split(Pattern.quote(word), -1).length - 1;
  }

  private static String around(String heap, String word) {
    int at = heap.indexOf(word);
    return heap.substring(Math.max(0, at - 80), at + 120).replaceAll("[^ -~]", ".");
  }
}
