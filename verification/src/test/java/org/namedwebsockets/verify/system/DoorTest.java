package org.namedwebsockets.verify.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.namedwebsockets.proxy.Proxy;
import org.namedwebsockets.proxy.ProxyConfig;
import org.namedwebsockets.proxy.hub.Limits;
import org.namedwebsockets.proxy.net.NetLimits;

/** The local port as a stranger finds it, over plain sockets. */
@Timeout(120)
class DoorTest {
  private Proxy proxy;

  @BeforeEach
  void start() throws BindException {
    proxy = Proxy.start(Configs.alone());
  }

  @AfterEach
  void stop() {
    proxy.close();
  }

  private void restart(Limits limits, NetLimits netLimits) throws BindException {
    proxy.close();
    proxy = Proxy.start(Configs.alone(limits, netLimits));
  }

  private String answer(String request) throws IOException {
    try (RawSocket socket = RawSocket.connect(proxy.port())) {
      socket.send(request);
      return socket.head();
    }
  }

  private String refused(String path) throws IOException {
    try (RawSocket socket = RawSocket.connect(proxy.port())) {
      String request = RawSocket.upgrade(proxy.port(), path);
      socket.send(request.replace("Connection: Upgrade", "Connection: Upgrade, close"));
      return socket.rest();
    }
  }

  @Test
  void bothLoopbackAddressesAnswer() throws IOException {
    for (String name : List.of("127.0.0.1", "::1")) {
      try (RawSocket socket = RawSocket.connect(InetAddress.ofLiteral(name), proxy.port())) {
        socket.send("GET /healthz HTTP/1.1\r\nHost: localhost:" + proxy.port() + "\r\n\r\n");
        assertTrue(socket.head().startsWith("HTTP/1.1 200 "), name);
      }
    }
  }

  @Test
  void noOtherAddressOfThisMachineAnswers() throws IOException {
    List<InetAddress> others =
        NetworkInterface.networkInterfaces()
            .flatMap(NetworkInterface::inetAddresses)
            .filter(address -> !address.isLoopbackAddress())
            .toList();
    List<InetAddress> all = new ArrayList<>(others);
    all.add(InetAddress.ofLiteral("127.0.0.2"));

    for (InetAddress address : all) {
      assertThrows(
          IOException.class,
          () -> RawSocket.connect(address, proxy.port()).close(),
          () -> address + " answers");
    }
  }

  /** What the kernel says, where it says it: no socket of ours listens on anything else. */
  @Test
  void theKernelKnowsOfTwoListeningSocketsAndNoMore() throws IOException {
    Path table = Path.of("/proc/self/net/tcp");
    if (!Files.exists(table)) {
      return; // The test above has to do.
    }
    Set<String> listening = new TreeSet<>();
    String port = String.format(Locale.ROOT, ":%04X", proxy.port());
    for (String file : List.of("tcp", "tcp6")) {
      Files.readAllLines(table.resolveSibling(file)).stream()
          .map(line -> line.strip().split("\\s+"))
          .filter(fields -> fields[1].endsWith(port) && fields[3].equals("0A"))
          // An IPv4 address may be held by a socket of the other kind.
          .map(fields -> fields[1].replace("0000000000000000FFFF0000", ""))
          .forEach(listening::add);
    }

    assertEquals(Set.of("0100007F" + port, "00000000000000000000000001000000" + port), listening);
  }

  @Test
  void aThousandJoinAtOnceAndAllHear() throws Exception {
    int count = 1000;
    List<Future<RawSocket>> joining = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < count; i++) {
        String path = "/local/at-once/" + i;
        joining.add(threads.submit(() -> RawSocket.open(proxy.port(), path)));
      }
    }
    List<RawSocket> peers = new ArrayList<>();
    for (Future<RawSocket> one : joining) {
      peers.add(one.get());
    }

    peers.getFirst().sendText("to all");
    peers.getLast().sendText("from the last");

    // Which of two senders is heard first is the kernel's to say.
    Set<String> both = Set.of("to all", "from the last");
    for (RawSocket peer : peers.subList(1, count - 1)) {
      assertEquals(both, Set.of(peer.next().text(), peer.next().text()));
    }
    assertEquals("from the last", peers.getFirst().next().text());
    assertEquals("to all", peers.getLast().next().text());
    peers.forEach(RawSocket::close);
  }

  @Test
  void aTakenIdIsRefusedAndFreeAgainWhenItsSocketHasClosed() throws IOException {
    RawSocket first = RawSocket.open(proxy.port(), "/local/c/1");
    String taken = refused("/local/c/1");
    assertTrue(taken.startsWith("HTTP/1.1 409 "), taken);
    assertTrue(taken.contains("this id is taken"), taken);

    first.leave();

    RawSocket.open(proxy.port(), "/local/c/1").close();
  }

  @Test
  void aTakenIdIsFreeAgainWhenItsConnectionBreaks() throws Exception {
    RawSocket first = RawSocket.open(proxy.port(), "/local/c/1");
    first.close();

    new Gauges(proxy.port()).await("nws_peers", peers -> peers == 0);

    RawSocket.open(proxy.port(), "/local/c/1").close();
  }

  @Test
  void fullChannelsNameTheirFlag() throws IOException {
    restart(Configs.channelsAndPeers(2, 2), NetLimits.DEFAULTS);
    RawSocket a = RawSocket.open(proxy.port(), "/local/a/1");
    RawSocket a2 = RawSocket.open(proxy.port(), "/local/a/2");
    RawSocket b = RawSocket.open(proxy.port(), "/network/a/1");

    String peers = refused("/local/a/3");
    String channels = refused("/local/c/1");
    String watches = refused("/control/local/c/1");

    assertTrue(peers.startsWith("HTTP/1.1 503 ") && peers.contains("--channel-peers-max"), peers);
    assertTrue(channels.startsWith("HTTP/1.1 503 "), channels);
    assertTrue(channels.contains("--channels-max"), channels);
    assertTrue(watches.startsWith("HTTP/1.1 503 "), watches);
    b.leave();
    RawSocket.open(proxy.port(), "/local/c/1").close();
    a.close();
    a2.close();
  }

  @Test
  void tooManyConnectionsNameTheirFlagAndThoseThatAreThereGoOn() throws Exception {
    restart(Limits.DEFAULTS, Configs.connections(3));
    RawSocket a = RawSocket.open(proxy.port(), "/local/a/1");
    RawSocket b = RawSocket.open(proxy.port(), "/local/a/2");
    RawSocket c = RawSocket.open(proxy.port(), "/local/a/3");

    for (int i = 0; i < 20; i++) {
      String refused = refused("/local/a/4");
      assertTrue(refused.startsWith("HTTP/1.1 503 "), refused);
      assertTrue(refused.contains("--connections-max"), refused);
    }
    a.sendText("still here");

    assertEquals("still here", b.next().text());
    c.leave();
    // Refused connections count until their end is seen.
    RawSocket late = null;
    for (int i = 0; i < 200 && late == null; i++) {
      Thread.sleep(20);
      RawSocket socket = RawSocket.connect(proxy.port());
      socket.send(RawSocket.upgrade(proxy.port(), "/local/a/4"));
      if (socket.head().startsWith("HTTP/1.1 101")) {
        late = socket;
      } else {
        socket.close(); // or it is counted itself
      }
    }
    late.sendText("new here");
    assertEquals("new here", b.next().text());
  }

  @Test
  void whoHasSaidAllItHasToSayStillHearsTheAnswer() throws IOException {
    try (RawSocket socket = RawSocket.connect(proxy.port())) {
      socket.send("GET /healthz HTTP/1.1\r\nHost: localhost:" + proxy.port() + "\r\n\r\n");
      socket.shutdownOutput();

      assertTrue(socket.rest().startsWith("HTTP/1.1 200 "));
    }
  }

  @Test
  void anAnswerSurvivesWhatWasNotRead() throws IOException {
    String host = "Host: localhost:" + proxy.port() + "\r\n";
    String large = "POST / HTTP/1.1\r\n" + host + "Content-Length: 200000\r\n\r\n";
    try (RawSocket socket = RawSocket.connect(proxy.port())) {
      socket.send(large + "x".repeat(200_000));
      assertTrue(socket.rest().startsWith("HTTP/1.1 405 "));
    }
    try (RawSocket socket = RawSocket.connect(proxy.port())) {
      socket.send("GET / HTTP/1.1\r\n" + host + "X: " + "x".repeat(60_000) + "\r\n\r\n");
      assertTrue(socket.rest().startsWith("HTTP/1.1 431 "));
    }
  }

  @Test
  void anotherHostIsRefusedBeforeAllElse() throws IOException {
    for (String line : List.of("GET /local/c/1", "POST /", "GET /%zz", "OPTIONS *", "GET /x")) {
      String answer = answer(line + " HTTP/1.1\r\nHost: evil.example\r\n\r\n");
      assertTrue(answer.startsWith("HTTP/1.1 403 "), line + ": " + answer);
    }
  }

  @Test
  void aClientThatStopsSendingInTheMiddleIsGone() throws Exception {
    RawSocket half = RawSocket.open(proxy.port(), "/local/c/1");
    RawSocket control = RawSocket.open(proxy.port(), "/control/local/c/2");
    assertTrue(control.next().text().contains("connect"));
    half.send(RawSocket.frame(RawSocket.TEXT, new byte[10]));

    half.shutdownOutput();

    assertTrue(control.next().text().contains("disconnect"));
    assertEquals(RawSocket.Frame.END, half.next());
    assertEquals(1, new Gauges(proxy.port()).read("nws_sockets_closed_total{reason=\"broken\"}"));
    assertEquals(0, new Gauges(proxy.port()).read("nws_sockets_closed_total{reason=\"fault\"}"));
  }

  @Test
  void theSamePortCanBeTakenAgainAtOnce() throws IOException {
    int port = proxy.port();
    for (int round = 0; round < 5; round++) {
      List<RawSocket> open = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        open.add(RawSocket.open(port, "/local/c/" + i));
      }
      proxy.close();
      for (RawSocket socket : open) {
        assertEquals("1001 stopping", socket.next().close());
        socket.close();
      }

      ProxyConfig same = Configs.alone().withPort(port);
      proxy = Proxy.start(same);
      assertEquals(port, proxy.port());
    }
  }

  @Test
  void aTakenPortIsSaidSo() {
    ProxyConfig same = Configs.alone().withPort(proxy.port());

    assertThrows(BindException.class, () -> Proxy.start(same).close());
  }

  @Test
  void stoppingWaitsForNobodyForLong() throws IOException {
    RawSocket stuck = RawSocket.open(proxy.port(), "/local/c/1");
    RawSocket silent = RawSocket.connect(proxy.port());

    proxy.close();

    assertEquals("1001 stopping", stuck.next().close());
    assertEquals(RawSocket.Frame.END, stuck.next());
    assertEquals(RawSocket.Frame.END, silent.next());
  }
}
