package org.namedwebsockets.verify.lan;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.namedwebsockets.protocol.Advert;
import org.namedwebsockets.protocol.ProxyId;
import org.namedwebsockets.proxy.discovery.Discovery;
import org.namedwebsockets.proxy.discovery.DiscoveryLimits;
import org.namedwebsockets.proxy.discovery.Sighting;
import org.namedwebsockets.proxy.discovery.SightingListener;
import org.namedwebsockets.proxy.mdns.InterfaceRule;
import org.namedwebsockets.proxy.mdns.MdnsLan;
import org.namedwebsockets.proxy.metrics.Counter;
import org.namedwebsockets.proxy.metrics.Metrics;

/**
 * Discovery alone, as a program. Options: {@code id=<ProxyId>} to begin at once, {@code port=<n>},
 * {@code interface=<name or !name>}, {@code advertise=<address>}. Reads commands: {@code announce
 * <id>}, {@code withdraw}, {@code query}, {@code hold <id>}, {@code release <id>}, {@code counts},
 * {@code stop}. Prints {@code listening <ns>}, {@code ready}, {@code announcing <ns>}, {@code
 * withdrawing <ns>}, {@code sighted <ns> <key> <address#port> ...}, {@code lost <ns> <id>}, {@code
 * stopped}; ns is the clock all processes of a machine share.
 */
final class LanProbe {
  private static final DiscoveryLimits LIMITS = DiscoveryLimits.DEFAULTS;

  private final ExecutorService hub = Executors.newSingleThreadExecutor();
  private final Metrics metrics = new Metrics();
  private final MdnsLan lan;
  private final Discovery discovery;

  private final int port;
  private final List<InetAddress> advertise;

  private LanProbe(InterfaceRule rule, int port, List<InetAddress> advertise) throws Exception {
    this.port = port;
    this.advertise = advertise;
    Discovery[] made = new Discovery[1];
    lan = new MdnsLan(rule, new Random(), hub, news -> made[0].hear(news));
    discovery = new Discovery(lan, new Printing(), LIMITS, metrics);
    made[0] = discovery;
  }

  /** An id for a test: one letter again and again. */
  static ProxyId id(char letter) {
    return new ProxyId(String.valueOf(letter).repeat(ProxyId.LENGTH));
  }

  public static void main(String... arguments) throws Exception {
    String id = "";
    int port = 9010;
    List<String> interfaces = new ArrayList<>();
    List<InetAddress> advertise = new ArrayList<>();
    for (String argument : arguments) {
      String value = argument.substring(argument.indexOf('=') + 1);
      switch (argument.substring(0, argument.indexOf('='))) {
        case "id" -> id = value;
        case "port" -> port = Integer.parseInt(value);
        case "interface" -> interfaces.add(value);
        case "advertise" -> advertise.add(InetAddress.ofLiteral(value));
        default -> throw new IllegalArgumentException(argument);
      }
    }
    new LanProbe(InterfaceRule.parse(interfaces), port, advertise).run(id);
  }

  private void run(String id) throws Exception {
    // One call through all classes, so that what is timed later is the wire and not their loading.
    new Printing().sighted(Sighting.ofPeer("warm", List.of(new InetSocketAddress("::1", 1))));
    System.out.println("ready");
    if (!id.isEmpty()) {
      say("listening", "");
      lan.start();
      hub.execute(() -> obey("announce", id));
    }
    BufferedReader commands =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = commands.readLine(); line != null; line = commands.readLine()) {
      String[] words = line.split(" ");
      if (words[0].equals("stop")) {
        break;
      }
      hub.execute(() -> obey(words));
    }
    lan.close();
    System.out.println("stopped");
    System.exit(0);
  }

  private void obey(String... words) {
    switch (words[0]) {
      case "announce" -> {
        say("announcing", "");
        discovery.announce(new Advert(new ProxyId(words[1]), port, advertise));
      }
      case "withdraw" -> {
        say("withdrawing", "");
        discovery.withdraw();
      }
      case "query" -> discovery.query();
      case "hold" -> discovery.linked(new ProxyId(words[1]));
      case "release" -> discovery.unlinked(new ProxyId(words[1]));
      case "counts" ->
          System.out.println(
              "counts sent=%d received=%d dropped=%d refused=%d sightings=%d"
                  .formatted(
                      metrics.value(Counter.MDNS_SENT),
                      metrics.value(Counter.MDNS_RECEIVED),
                      metrics.value(Counter.MDNS_DROPPED),
                      metrics.value(Counter.SIGHTINGS_REFUSED),
                      discovery.sightings().size()));
      default -> System.out.println("unknown " + words[0]);
    }
  }

  private static final class Printing implements SightingListener {
    @Override
    public void sighted(Sighting sighting) {
      say(
          "sighted",
          sighting.addresses().stream()
              .map(a -> a.getAddress().getHostAddress() + "#" + a.getPort())
              .collect(Collectors.joining(" ", sighting.key() + " ", "")));
    }

    @Override
    public void lost(ProxyId id) {
      say("lost", id.value());
    }
  }

  private static void say(String word, String rest) {
    System.out.println(word + " " + System.nanoTime() + " " + rest);
  }
}
