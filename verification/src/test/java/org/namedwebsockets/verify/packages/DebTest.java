package org.namedwebsockets.verify.packages;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.namedwebsockets.verify.lan.LanProxy;
import org.namedwebsockets.verify.lan.TestLan;
import org.namedwebsockets.verify.system.TestPeer;

/** The package for Debian: installed, used, upgraded, removed, purged. */
@Timeout(240)
class DebTest {
  private static final String SETTINGS = "/etc/nws/nws.conf";

  private static void install(FreshRoot root) {
    root.run("dpkg", "-i", root.bring(FreshRoot.built(".deb")));
  }

  @Test
  void bridgesTwoMachinesThatHaveNoJava() {
    try (FreshRoot root = FreshRoot.open();
        TestLan lan = TestLan.open()) {
      install(root);
      String[] nws = {"HOME=/root", "XDG_CACHE_HOME=/proc", "nws", "run"};
      LanProxy ann = root.nws(lan.machine("ann"), "", nws);
      LanProxy bob = root.nws(lan.machine("bob"), "", nws);
      try (TestPeer alice = ann.open("/network/packaged/alice");
          TestPeer anton = ann.open("/network/packaged/anton");
          TestPeer control = bob.open("/control/network/packaged/berta");
          TestPeer berta = bob.open("/network/packaged/berta")) {
        String met = control.next();
        while (!(met.contains("alice") || met.contains("anton"))) {
          met = control.next();
        }

        berta.say("from one root to the other");

        alice.hears("from one root to the other");
        anton.hears("from one root to the other");
        alice.say("and back");
        anton.hears("and back");
        berta.hears("and back");
      }
      ann.stop();
      bob.stop();
      assertEquals(143, ann.running().process().exitValue());
    }
  }

  @Test
  void bringsItsManualItsCompletionAndItsPapers() {
    try (FreshRoot root = FreshRoot.open()) {
      install(root);

      assertTrue(root.run("nws", "--version").startsWith("nws "), root.run("nws", "--version"));
      assertEquals("", root.run("dpkg", "--verify", "nws"));
      assertEquals("", root.run("bash", "-n", "/usr/share/bash-completion/completions/nws"));
      assertTrue(
          root.run(
                  "bash",
                  "-c",
                  ". /usr/share/bash-completion/completions/nws; COMP_WORDS=(nws sta) COMP_CWORD=1;"
                      + " _complete_nws; echo \"${COMPREPLY[@]}\"")
              .contains("status"));
      String papers = root.read("/usr/share/doc/nws/LICENSES.txt");
      for (String of : new String[] {"netty-common", "OpenJDK runtime 25", "Apache License"}) {
        assertTrue(papers.contains(of), of);
      }
      assertTrue(root.read("/usr/share/doc/nws/nws.cdx.xml").contains("OpenJDK runtime"));
      assertTrue(Files.exists(root.path("/usr/share/man/man1/nws.1.gz")));
    }
  }

  @Test
  void anUpgradeKeepsTheSettingsAndARemovalLeavesNothing() throws IOException {
    try (FreshRoot root = FreshRoot.open()) {
      List<String> before = root.files();
      install(root);
      assertTrue(root.run("nws", "config").contains("9009"));
      root.append(SETTINGS, "port = 9123\n");

      // As unattended upgrades do where both the person and the package have changed the file.
      root.run("dpkg", "--force-confdef", "--force-confold", "-i", next(root));

      assertTrue(root.run("dpkg-query", "-W", "nws").contains("99.0"));
      assertTrue(root.run("nws", "config").contains("9123"), root.run("nws", "config"));

      root.run("dpkg", "--remove", "nws");

      assertTrue(root.read(SETTINGS).endsWith("port = 9123\n"));
      assertFalse(Files.exists(root.path("/usr/lib/nws")));
      assertFalse(Files.exists(root.path("/usr/bin/nws")));

      root.run("dpkg", "--purge", "nws");

      assertEquals(before, root.files());
    }
  }

  /** The same package under a later version, with another example in the file of settings. */
  private static String next(FreshRoot root) throws IOException {
    Path folder = root.path("/tmp/next");
    String deb = "/tmp/nws_99.0.deb";
    root.outside("dpkg-deb", "-R", FreshRoot.built(".deb").toString(), folder.toString());
    Path control = folder.resolve("DEBIAN/control");
    Files.writeString(
        control, Files.readString(control).replaceFirst("Version: .*", "Version: 99.0"));
    Path settings = folder.resolve(SETTINGS.substring(1));
    Files.writeString(settings, "# Another example.\n" + Files.readString(settings));
    root.outside("dpkg-deb", "-Znone", "-b", folder.toString(), root.path(deb).toString());
    return deb;
  }

  @Test
  void theUnitsAreSoundAndShutInAndNotEnabled() throws IOException {
    try (FreshRoot root = FreshRoot.open()) {
      List<String> before = root.files();
      install(root);
      String system = "/usr/lib/systemd/system/nws.service";
      String user = "/usr/lib/systemd/user/nws.service";

      String at = "--root=" + root.path("/");
      root.outside(
          "systemd-analyze", at, "--no-pager", "security", "--offline=1", "--threshold=20", system);
      assertEquals("", verdict(root, "--system", system));
      assertEquals("", verdict(root, "--user", user));
      List<String> links = new ArrayList<>(root.files());
      links.removeAll(before);
      assertEquals(List.of(), links.stream().filter(path -> path.contains(".wants/")).toList());
    }
  }

  /** What systemd of this machine has to say about a unit, whose program is not here. */
  private static String verdict(FreshRoot root, String kind, String unit) throws IOException {
    Path copy = Files.createDirectories(root.path("/tmp/run")).resolve("nws.service");
    Files.writeString(copy, root.read(unit).replace("/usr/bin/nws", "/bin/true"));
    String said =
        root.outside(
            "env",
            "XDG_RUNTIME_DIR=" + copy.getParent(),
            "systemd-analyze",
            kind,
            "--man=no",
            "verify",
            copy.toString());
    return said.lines().filter(line -> line.contains("nws")).findAny().orElse("");
  }
}
