package org.namedwebsockets.verify.lan;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * A LAN in one machine: each {@link Machine} is a Linux network namespace with an {@code eth0}
 * plugged into a switch, itself a bridge in a namespace of its own. Nothing of it reaches a real
 * network. Names carry the process id, so runs beside one another do not meet; {@link #close} stops
 * every program started here and deletes every namespace.
 *
 * <pre>{@code
 * try (TestLan lan = TestLan.open()) {
 *   TestLan.Machine ann = lan.machine("ann");            // 10.77.0.1/24 and a link-local IPv6
 *   TestLan.Machine bob = lan.machine("bob");            // 10.77.0.2/24
 *   Running proxy = ann.java(SomeMain.class, "an argument");
 *   proxy.awaitStart("ready", Duration.ofSeconds(10));
 *   ann.cut();                                           // pull the cable
 * }
 * }</pre>
 */
public final class TestLan implements AutoCloseable {
  private static final AtomicInteger COUNT = new AtomicInteger();
  private static final Duration COMMAND_MAX = Duration.ofSeconds(60);

  private final String prefix =
      "nws" + ProcessHandle.current().pid() + "x" + COUNT.incrementAndGet() + "-";
  private final Map<String, Machine> machines = new LinkedHashMap<>();
  private final List<Running> programs = new ArrayList<>();
  private final List<Path> folders = new ArrayList<>();
  private final String hub = prefix + "switch";
  private int nextHost = 1;
  private int nextPort = 1;

  private TestLan() {}

  /**
   * Builds a LAN with no machine yet.
   *
   * @return the LAN, to be closed
   * @throws AssertionError if this is not root on Linux, or {@code ip} or namespaces are missing
   */
  public static TestLan open() {
    if (!System.getProperty("os.name").equals("Linux")) {
      throw new AssertionError("tests between network namespaces need Linux");
    }
    if (!Files.isExecutable(Path.of("/usr/sbin/ip")) && !Files.isExecutable(Path.of("/sbin/ip"))) {
      throw new AssertionError("the command ip is missing: apt-get install iproute2");
    }
    if (!System.getProperty("user.name").equals("root")) {
      throw new AssertionError("tests between network namespaces need root: run them as root");
    }
    TestLan lan = new TestLan();
    try {
      lan.buildSwitch();
      return lan;
    } catch (AssertionError e) {
      lan.close();
      throw new AssertionError("cannot make network namespaces here: " + e.getMessage(), e);
    }
  }

  private void buildSwitch() {
    sh("ip", "netns", "add", hub);
    sh("ip", "-n", hub, "link", "add", "br0", "type", "bridge", "mcast_snooping", "0");
    sh("ip", "-n", hub, "link", "set", "br0", "up");
  }

  /**
   * Adds a machine with {@code lo} and {@code eth0} up, the next address of {@code 10.77.0.0/24}
   * and a link-local IPv6 address that is usable at once.
   *
   * @param name a short word of letters
   * @return the machine
   */
  public Machine machine(String name) {
    Machine machine = lonely(name);
    machine.plugIn("eth0");
    machine.address("eth0", "10.77.0." + nextHost++ + "/24");
    return machine;
  }

  /**
   * Adds a machine with no network at all: only {@code lo} is up.
   *
   * @param name a short word of letters
   * @return the machine
   */
  public Machine lonely(String name) {
    if (machines.containsKey(name)) {
      throw new IllegalArgumentException("there is a machine " + name + " already");
    }
    Machine machine = new Machine(prefix + name);
    sh("ip", "netns", "add", machine.namespace);
    machines.put(name, machine);
    // No wait for duplicate address detection: IPv6 is usable as soon as a cable is in.
    machine.run("sh", "-c", "echo 0 > /proc/sys/net/ipv6/conf/default/accept_dad");
    // A second address survives when the first of its subnet is taken away.
    machine.run("sh", "-c", "echo 1 > /proc/sys/net/ipv4/conf/all/promote_secondaries");
    sh("ip", "-n", machine.namespace, "link", "set", "lo", "up");
    return machine;
  }

  /** One machine of the LAN. */
  public final class Machine {
    private final String namespace;
    private final Map<String, String> ports = new LinkedHashMap<>();
    private HttpClient http;

    private Machine(String namespace) {
      this.namespace = namespace;
    }

    /**
     * The name of its network namespace, for commands of your own.
     *
     * @return a name {@code ip netns} knows
     */
    public String namespace() {
      return namespace;
    }

    /**
     * Puts a network card into the machine, with a cable to the switch.
     *
     * @param card its name, {@code eth1} for example
     */
    public void plugIn(String card) {
      String port = "p" + nextPort++;
      sh("ip", "-n", hub, "link", "add", port, "type", "veth", "peer", card, "netns", namespace);
      ports.put(card, port);
      sh("ip", "-n", hub, "link", "set", port, "master", "br0", "up");
      sh("ip", "-n", namespace, "link", "set", card, "up");
    }

    /**
     * Puts a card into this machine and one into another, with a cable between them.
     *
     * @param card its name here
     * @param other the other machine
     * @param otherCard its name there
     */
    public void wire(String card, Machine other, String otherCard) {
      sh(
          "ip",
          "-n",
          namespace,
          "link",
          "add",
          card,
          "type",
          "veth",
          "peer",
          otherCard,
          "netns",
          other.namespace);
      sh("ip", "-n", namespace, "link", "set", card, "up");
      sh("ip", "-n", other.namespace, "link", "set", otherCard, "up");
    }

    /**
     * Gives a card one more address.
     *
     * @param card which
     * @param address with its prefix length, {@code 10.77.0.9/24}
     */
    public void address(String card, String address) {
      List<String> command = new ArrayList<>(List.of("ip", "-n", namespace, "address", "add"));
      command.addAll(List.of(address, "dev", card));
      if (address.contains(":")) {
        command.add("nodad");
      }
      sh(command.toArray(String[]::new));
    }

    /**
     * Takes an address away.
     *
     * @param card which
     * @param address with its prefix length
     */
    public void dropAddress(String card, String address) {
      sh("ip", "-n", namespace, "address", "del", address, "dev", card);
    }

    /** Cuts the cable of {@code eth0}: the card sees that the line is dead. */
    public void cut() {
      sh("ip", "-n", hub, "link", "set", port("eth0"), "down");
    }

    /** Mends the cable of {@code eth0}. */
    public void mend() {
      sh("ip", "-n", hub, "link", "set", port("eth0"), "up");
    }

    /** Loses every packet behind the switch's port while the card sees a live line. */
    public void isolate() {
      sh("ip", "-n", hub, "link", "set", port("eth0"), "nomaster");
    }

    /** Ends {@link #isolate}. */
    public void rejoin() {
      sh("ip", "-n", hub, "link", "set", port("eth0"), "master", "br0");
    }

    private String port(String card) {
      String port = ports.get(card);
      if (port == null) {
        throw new IllegalArgumentException(namespace + " has no card " + card);
      }
      return port;
    }

    /**
     * Runs a command in the machine and waits for it.
     *
     * @param command the program and its arguments
     * @return what it printed
     * @throws AssertionError if it fails or takes longer than ten seconds
     */
    public String run(String... command) {
      return sh(inside(command).toArray(String[]::new));
    }

    /**
     * Starts a program in the machine; stopped with the LAN at the latest.
     *
     * @param command the program and its arguments
     * @return the running program
     */
    public Running start(String... command) {
      Running running =
          Running.start(namespace + " " + command[0], new ProcessBuilder(inside(command)));
      programs.add(running);
      return running;
    }

    /**
     * Starts a Java main class of this test tree in the machine, in a small quickly started VM.
     *
     * @param main a class with a {@code main} method
     * @param arguments its arguments
     * @return the running program
     */
    public Running java(Class<?> main, String... arguments) {
      List<String> command = new ArrayList<>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx128m"));
      command.addAll(List.of("--enable-native-access=ALL-UNNAMED"));
      command.addAll(List.of("--sun-misc-unsafe-memory-access=allow"));
      command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
      command.addAll(List.of(arguments));
      return start(command.toArray(String[]::new));
    }

    /**
     * Runs a task of this process inside the machine: its sockets are the machine's.
     *
     * @param task what to do
     * @param <T> what it returns
     * @return what it returned
     * @throws AssertionError if it fails
     */
    public <T> T inside(Callable<T> task) {
      return Namespaces.call(namespace, task);
    }

    /** A folder for its programs, gone with the LAN. */
    Path folder(String name) {
      try {
        Path made = Files.createTempDirectory(name);
        folders.add(made);
        return made;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** A client of this process inside the machine; one for all, as making one takes a while. */
    HttpClient http() {
      if (http == null) {
        http = inside(LanProxy::httpHere);
      }
      return http;
    }

    private List<String> inside(String... command) {
      List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", namespace));
      all.addAll(List.of(command));
      return all;
    }
  }

  /** Stops every program and deletes every namespace; says nothing of what is gone already. */
  @Override
  public void close() {
    programs.reversed().forEach(program -> program.process().destroy());
    programs.reversed().forEach(Running::close);
    machines.values().forEach(machine -> delete(machine.namespace));
    delete(hub);
    folders.forEach(TestLan::deleteWhole);
  }

  private static void deleteWhole(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path one : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(one);
      }
    } catch (IOException e) {
      System.err.println("left behind: " + e.getMessage());
    }
  }

  private static void delete(String namespace) {
    try {
      sh("ip", "netns", "del", namespace);
    } catch (AssertionError e) {
      System.err.println("left behind: " + e.getMessage());
    }
  }

  private static String sh(String... command) {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    try {
      File output = File.createTempFile("nws-lan", ".out");
      try {
        Process process = builder.redirectOutput(output).start();
        if (!process.waitFor(COMMAND_MAX)) {
          process.destroyForcibly();
          throw new AssertionError(String.join(" ", command) + " took over " + COMMAND_MAX);
        }
        String said = Files.readString(output.toPath(), StandardCharsets.UTF_8);
        if (process.exitValue() != 0) {
          throw new AssertionError(String.join(" ", command) + " failed: " + said.strip());
        }
        return said;
      } finally {
        Files.delete(output.toPath());
      }
    } catch (IOException e) {
      throw new AssertionError("cannot run " + String.join(" ", command), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted in " + String.join(" ", command), e);
    }
  }
}
