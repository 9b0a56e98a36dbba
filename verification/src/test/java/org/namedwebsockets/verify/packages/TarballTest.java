package org.namedwebsockets.verify.packages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.namedwebsockets.verify.lan.LanProxy;
import org.namedwebsockets.verify.lan.TestLan;
import org.namedwebsockets.verify.system.TestPeer;

/** The archive, unpacked and used by somebody who is not root, on a machine without Java. */
@Timeout(240)
class TarballTest {
  private static final String PERSON = "1000:1000";
  private static final String HOME = "HOME=/home/ann";

  private FreshRoot root;
  private TestLan lan;
  private String launcher;

  @BeforeEach
  void unpack() {
    root = FreshRoot.open();
    lan = TestLan.open();
    root.run("mkdir", "-p", "/home/ann/a folder");
    root.run("tar", "-xzf", root.bring(FreshRoot.built(".tar.gz")), "-C", "/home/ann/a folder");
    root.run("chown", "-R", PERSON, "/home/ann");
    launcher = root.run("sh", "-c", "echo /home/ann/a*/nws*/bin/nws").strip();
  }

  @AfterEach
  void clear() {
    lan.close();
    root.close();
  }

  private LanProxy start(String name, String... environment) {
    List<String> command =
        Stream.concat(Stream.of(environment), Stream.of(launcher, "run")).toList();
    return root.nws(lan.lonely(name), PERSON, command.toArray(String[]::new));
  }

  private static void carriesMessages(LanProxy proxy) {
    try (TestPeer ann = proxy.open("/local/unpacked/ann");
        TestPeer bob = proxy.open("/local/unpacked/bob")) {
      ann.say("hello");
      bob.hears("hello");
    }
  }

  private static String commandLine(LanProxy proxy) {
    try {
      return Files.readString(Path.of("/proc", "" + proxy.running().process().pid(), "cmdline"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void theFirstStartPreparesTheSecond() {
    LanProxy first = start("first", HOME);
    carriesMessages(first);
    assertFalse(commandLine(first).contains("-XX:AOTCache="), commandLine(first));
    awaitCache();
    first.stop();

    LanProxy second = start("second", HOME);
    carriesMessages(second);
    String line = commandLine(second);
    assertTrue(line.contains("-XX:AOTCache=/home/ann/.cache/nws/"), line);
    second.stop();
    assertEquals(143, second.running().process().exitValue());
    assertFalse(second.running().output().contains("[warning]"), second.running().output());
  }

  /** The program that makes it is nobody's child, so its end is seen by what it leaves. */
  private void awaitCache() {
    String proxys = "ls /home/ann/.cache/nws/*.aot.sum 2>/dev/null | grep -qv -- -commands";
    String ready = "until %s; do sleep 0.1; done".formatted(proxys);
    root.run("bash", "-c", ready);
  }

  @Test
  void itDoesWithoutAHomeAndWithoutACache() {
    LanProxy homeless = start("homeless");
    carriesMessages(homeless);
    homeless.stop();

    LanProxy readOnly = start("readonly", "XDG_CACHE_HOME=/proc");
    carriesMessages(readOnly);
    readOnly.stop();
  }

  @Test
  void aCacheOfSomebodyElseIsLeftAlone() {
    root.run("mkdir", "-p", "/home/ann/.cache/nws");
    root.run(
        "bash",
        "-c",
        "cd '"
            + launcher.replace("/bin/nws", "")
            + "' && read -r build <lib/build && "
            + "echo evil >/home/ann/.cache/nws/$build.aot && chmod -R a+rX /home/ann/.cache");

    LanProxy proxy = start("careful", HOME);
    carriesMessages(proxy);
    assertFalse(commandLine(proxy).contains("-XX:AOTCache="), commandLine(proxy));
    proxy.stop();
  }
}
