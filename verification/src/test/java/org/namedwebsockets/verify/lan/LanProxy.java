package org.namedwebsockets.verify.lan;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadPoolExecutor;
import org.namedwebsockets.verify.system.TestPeer;

/**
 * A proxy on one machine of a {@link TestLan}: {@code ./nws} as a person starts it, in a process of
 * its own, with an empty home. Its peers are sockets that this process opens inside the machine.
 *
 * <pre>{@code
 * LanProxy ann = LanProxy.on(lan.machine("ann"));
 * TestPeer alice = ann.peer("chat", "alice");           // ws://localhost:9009/network/chat/alice
 * }</pre>
 */
public final class LanProxy {
  /** How long anything may take on a machine that does other things as well. */
  public static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final Path LAUNCHER = Path.of("..", "nws").toAbsolutePath().normalize();
  private static final int THREADS = 8;

  private final TestLan.Machine machine;
  private final Running running;
  private final HttpClient http;
  private final int port;

  private LanProxy(TestLan.Machine machine, Running running, HttpClient http, int port) {
    this.machine = machine;
    this.running = running;
    this.http = http;
    this.port = port;
  }

  /**
   * Starts one and waits until it says where its console is.
   *
   * @param machine where
   * @param options of {@code nws}
   * @return the proxy, ready for peers
   */
  public static LanProxy on(TestLan.Machine machine, String... options) {
    LanProxy proxy = starting(machine, options);
    proxy.awaitStart();
    return proxy;
  }

  /**
   * One that was started in another way, on the usual port; waits as {@link #on} does.
   *
   * @param machine where
   * @param running the program
   * @return the proxy, ready for peers
   */
  public static LanProxy from(TestLan.Machine machine, Running running) {
    LanProxy proxy = new LanProxy(machine, running, machine.http(), 9009);
    proxy.awaitStart();
    return proxy;
  }

  /** Waits until it says where its console is. */
  void awaitStart() {
    running.awaitStart("Console: ", PATIENCE);
  }

  /** Starts one without waiting. */
  static LanProxy starting(TestLan.Machine machine, String... options) {
    int port = 9009;
    for (int i = 0; i + 1 < options.length; i++) {
      port = options[i].equals("--port") ? Integer.parseInt(options[i + 1]) : port;
    }
    List<String> command = new ArrayList<>(List.of("env", "HOME=" + machine.folder("nws-home")));
    command.add(LAUNCHER.toString());
    command.addAll(List.of(options));
    Running running = machine.start(command.toArray(String[]::new));
    return new LanProxy(machine, running, machine.http(), port);
  }

  /** A client whose connections are of the namespace this is called in. */
  static HttpClient httpHere() {
    ThreadPoolExecutor threads =
        (ThreadPoolExecutor)
            Executors.newFixedThreadPool(THREADS, Thread.ofPlatform().daemon().factory());
    threads.prestartAllCoreThreads();
    return HttpClient.newBuilder().executor(threads).build();
  }

  /**
   * Joins a network channel.
   *
   * @param channel its name
   * @param id of the peer
   * @return the peer's data socket
   */
  public TestPeer peer(String channel, String id) {
    return open("/network/" + channel + "/" + id);
  }

  /**
   * Opens a peer's control socket.
   *
   * @param channel the channel's name
   * @param id of the peer
   * @return the control socket
   */
  public TestPeer control(String channel, String id) {
    return open("/control/network/" + channel + "/" + id);
  }

  /**
   * Opens any socket.
   *
   * @param path of its URL
   * @return the socket
   */
  public TestPeer open(String path) {
    return machine.inside(() -> TestPeer.open(http, port, path));
  }

  /**
   * What {@code /api/status} says now.
   *
   * @return JSON
   */
  public String status() {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/api/status")).build();
    return machine.inside(() -> http.send(request, HttpResponse.BodyHandlers.ofString()).body());
  }

  /**
   * Invites guests with {@code nws invite}.
   *
   * @param words what is given to it
   * @return the link, as it is told to who pipes it
   */
  String invite(String... words) {
    List<String> command =
        new ArrayList<>(List.of(LAUNCHER.toString(), "invite", "--port", String.valueOf(port)));
    command.addAll(List.of(words));
    return machine.run(command.toArray(String[]::new)).strip();
  }

  /** Waits until one more link is up. */
  Running.Line awaitLink() {
    return running.await(line -> line.contains(" link.up "), PATIENCE);
  }

  /** Waits until one more link is down. */
  Running.Line awaitLinkDown() {
    return running.await(line -> line.contains(" link.down "), PATIENCE);
  }

  /** Its process, and what it printed. */
  public Running running() {
    return running;
  }

  /** Stops it as Ctrl-C does, and waits. */
  public void stop() {
    running.close();
  }

  /** Kills it as {@code kill -9} does. */
  public void kill() {
    running.kill();
  }
}
