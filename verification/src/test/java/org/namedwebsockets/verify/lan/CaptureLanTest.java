package org.namedwebsockets.verify.lan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.namedwebsockets.verify.system.TestPeer;

/** What somebody who listens on the LAN learns; security.md section 8, T29. */
@Tag("lan")
@Timeout(180)
final class CaptureLanTest {
  private static final String CHANNEL = "rendezvous-at-the-old-mill";
  private static final String PEER = "the-miller";
  private static final String WORDS = "meet me when the moon is down";
  private static final Pattern ID = Pattern.compile("\\x1a([a-z2-7]{26})");

  /** The encoding of "CN=nws", which every certificate of ours has twice. */
  private static final String CERTIFICATE_NAME = "\u0006\u0003\u0055\u0004\u0003\u000c\u0003nws";

  private static final int CHANGE_CIPHER_SPEC = 20;
  private static final int HANDSHAKE = 22;
  private static final int APPLICATION = 23;
  private static final Set<Integer> HELLOS = Set.of(1, 2);

  @TempDir private Path folder;
  private int encrypted;

  @Test
  @DisplayName("T29 two full runs show no name, certificate, host name or repeated id in clear")
  void nothingToRead() throws IOException {
    Capture first = run("first");
    Capture second = run("second");

    for (Capture capture : new Capture[] {first, second}) {
      String all = capture.text();
      assertTrue(all.contains("\u0004_nws\u0004_tcp"), "nothing was captured");
      for (String secret :
          new String[] {CHANNEL, PEER, WORDS, CERTIFICATE_NAME, machineName(), "console"}) {
        assertFalse(all.contains(secret), secret);
      }
      encrypted = 0;
      capture.streams().forEach(this::isTlsAndClearOnlyInItsHellos);
      assertTrue(encrypted > 20, "only " + encrypted + " encrypted records");
    }
    Set<String> both = ids(first);
    assertEquals(2, both.size());
    both.retainAll(ids(second));
    assertEquals(Set.of(), both, "an id of the first run in the second");
  }

  private Capture run(String name) throws IOException {
    Path file = folder.resolve(name);
    try (TestLan lan = TestLan.open()) {
      TestLan.Machine annMachine = lan.machine("ann");
      Running dump =
          annMachine.start(
              "tcpdump", "--immediate-mode", "-lUni", "eth0", "-s", "0", "-w", file.toString());
      dump.awaitStart("tcpdump: listening", LanProxy.PATIENCE);
      LanProxy ann = LanProxy.on(annMachine);
      LanProxy bob = LanProxy.on(lan.machine("bob"));
      TestPeer watcher = ann.control(CHANNEL, "1");
      TestPeer alice = ann.peer(CHANNEL, "1");
      TestPeer miller = bob.peer(CHANNEL, PEER);
      assertTrue(watcher.next().contains(PEER));
      alice.say(WORDS);
      miller.hears(WORDS);
      miller.close();
      assertTrue(watcher.next().contains("disconnect"));
      ann.stop();
      bob.stop();
      dump.close();
    }
    assertTrue(Files.size(file) > 5000, "captured " + Files.size(file) + " bytes");
    return Capture.read(file);
  }

  private static String machineName() throws IOException {
    String name = InetAddress.getLocalHost().getHostName();
    return name.length() < 3 ? CHANNEL : name;
  }

  /** Each byte of TCP is of a TLS record; what is not encrypted is a hello without a host name. */
  private void isTlsAndClearOnlyInItsHellos(byte[] stream) {
    ByteBuffer in = ByteBuffer.wrap(stream);
    while (in.hasRemaining()) {
      int type = in.get();
      assertEquals(3, in.get(), "not a TLS record");
      in.get();
      byte[] body = new byte[in.getShort() & 0xffff];
      in.get(body);
      switch (type) {
        case APPLICATION -> encrypted++;
        case CHANGE_CIPHER_SPEC -> assertEquals(1, body.length);
        case HANDSHAKE -> assertTrue(HELLOS.contains((int) body[0]), "in clear: " + body[0]);
        default -> throw new AssertionError("a record of type " + type + " in clear");
      }
    }
  }

  private static Set<String> ids(Capture capture) {
    Set<String> ids = new HashSet<>();
    for (Matcher matcher = ID.matcher(capture.text()); matcher.find(); ) {
      ids.add(matcher.group(1));
    }
    return ids;
  }
}
