package org.namedwebsockets.proxy.diagnosis;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Looks for a firewall that may keep other machines out, and says how it is opened. Nothing is
 * changed, and nothing is loaded: the kernel's rules are read only if it has some.
 */
final class Firewalls {
  private static final Path UFW = Path.of("/etc/ufw/ufw.conf");
  private static final Path NFTABLES = Path.of("/sys/module/nf_tables");
  private static final Path IPTABLES = Path.of("/sys/module/iptable_filter");
  private static final int MDNS_PORT = 5353;

  private Firewalls() {}

  static List<Finding> findings(int linkPort) {
    List<Finding> findings = new ArrayList<>();
    if (contains(UFW, "ENABLED=yes")) {
      findings.add(
          Finding.warn(
              "the firewall ufw is on",
              "sudo ufw allow %d/udp".formatted(MDNS_PORT)
                  + (linkPort == 0 ? "" : "; sudo ufw allow %d/tcp".formatted(linkPort))));
    }
    if (ProcessHandle.allProcesses()
        .anyMatch(process -> process.info().commandLine().orElse("").contains("firewalld"))) {
      findings.add(
          Finding.warn(
              "the firewall firewalld runs",
              "sudo firewall-cmd --add-service=mdns"
                  + (linkPort == 0 ? "" : " --add-port=%d/tcp".formatted(linkPort))));
    }
    // Both of them are made of the kernel's rules; who has one of them shall use it.
    if (findings.isEmpty()) {
      ofKernel(linkPort).ifPresent(findings::add);
    }
    return findings;
  }

  private static Optional<Finding> ofKernel(int linkPort) {
    if (Files.isDirectory(NFTABLES)) {
      Optional<String> chains = Tool.said("nft", "list", "chains");
      if (chains.isPresent()) {
        return closedChain(chains.get()).map(chain -> nftables(chain, linkPort));
      }
    }
    if (Files.isDirectory(IPTABLES)) {
      return Tool.said("iptables", "-S", "INPUT")
          .filter(Firewalls::dropsInput)
          .map(_ -> iptables(linkPort));
    }
    return Optional.empty();
  }

  private static Finding nftables(String chain, int linkPort) {
    String rule = "sudo nft insert rule %s %s dport %d accept";
    return Finding.warn(
        "the firewall nftables drops what no rule lets in (chain %s)".formatted(chain),
        "if no rule does: "
            + rule.formatted(chain, "udp", MDNS_PORT)
            + (linkPort == 0 ? "" : "; " + rule.formatted(chain, "tcp", linkPort)));
  }

  private static Finding iptables(int linkPort) {
    String rule = "sudo iptables -I INPUT -p %s --dport %d -j ACCEPT";
    return Finding.warn(
        "the firewall iptables drops what no rule lets in",
        "if no rule does: "
            + rule.formatted("udp", MDNS_PORT)
            + (linkPort == 0 ? "" : "; " + rule.formatted("tcp", linkPort)));
  }

  /**
   * The first chain for what comes in that drops by default. Pure.
   *
   * @param listed what {@code nft list chains} says
   * @return its family, table and name
   */
  static Optional<String> closedChain(String listed) {
    String table = "";
    String chain = "";
    for (String line : listed.lines().map(String::strip).toList()) {
      String[] words = line.split("\\s+", -1);
      if (line.startsWith("table ") && words.length >= 3) {
        table = words[1] + " " + words[2];
      } else if (line.startsWith("chain ") && words.length >= 2) {
        chain = words[1];
      } else if (line.contains("hook input ") && line.contains("policy drop")) {
        return Optional.of(table + " " + chain);
      }
    }
    return Optional.empty();
  }

  /**
   * Whether what comes in is dropped by default. Pure.
   *
   * @param listed what {@code iptables -S INPUT} says
   */
  static boolean dropsInput(String listed) {
    return listed.lines().anyMatch(line -> line.matches("-P INPUT (DROP|REJECT)"));
  }

  private static boolean contains(Path file, String text) {
    try {
      return Files.readString(file).contains(text);
    } catch (IOException _) {
      return false; // not there, or not for us
    }
  }
}
