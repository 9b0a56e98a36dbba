import java.io.DataInputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.security.KeyStore;
import java.util.Arrays;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

/**
 * What one TLS 1.3 stream of the JDK does on loopback: the round trip of a message, and messages a
 * second in one direction, one write each or many in one. {@code TlsStream KEYSTORE SIZE SECONDS}
 * prints one JSON object. Both ends are threads of this process; pin it to say on how many cores.
 */
final class TlsStream {
  private static final char[] PASSWORD = "benchmark".toCharArray();
  private static final int BATCH = 16_384;
  private static final int ECHO = 'e';
  private static final long PACE_NS = 5_000_000; // 200 a second

  private final SSLContext context;
  private final int size;
  private final long spanNs;

  private TlsStream(SSLContext context, int size, double seconds) {
    this.context = context;
    this.size = size;
    this.spanNs = (long) (seconds * 1e9);
  }

  public static void main(String[] args) throws Exception {
    TlsStream stream =
        new TlsStream(context(args[0]), Integer.parseInt(args[1]), Double.parseDouble(args[2]));
    double[] trips = stream.roundTrips(0);
    double[] paced = stream.roundTrips(PACE_NS);
    double single = stream.perSecond(1);
    double batched = stream.perSecond(Math.max(1, BATCH / stream.size));
    System.out.printf(
        "{\"p50us\":%.1f,\"p99us\":%.1f,\"pacedP50us\":%.1f,\"perSecond\":%.0f,"
            + "\"batchedPerSecond\":%.0f}%n",
        trips[trips.length / 2],
        trips[trips.length * 99 / 100],
        paced[paced.length / 2],
        single,
        batched);
  }

  private static SSLContext context(String file) throws Exception {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = new FileInputStream(file)) {
      keys.load(in, PASSWORD);
    }
    KeyManagerFactory own = KeyManagerFactory.getInstance("PKIX");
    own.init(keys, PASSWORD);
    TrustManagerFactory trusted = TrustManagerFactory.getInstance("PKIX");
    trusted.init(keys);
    SSLContext context = SSLContext.getInstance("TLSv1.3");
    context.init(own.getKeyManagers(), trusted.getTrustManagers(), null);
    return context;
  }

  /** What one end does with its socket. */
  private interface End {
    void run(SSLSocket socket) throws IOException;
  }

  /** Connects two sockets; the other end runs in a thread of its own. */
  private void connected(End near, End far) throws IOException, InterruptedException {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    try (SSLServerSocket server =
        (SSLServerSocket) context.getServerSocketFactory().createServerSocket(0, 1, loopback)) {
      Thread thread = new Thread(() -> accept(server, far));
      thread.start();
      int port = server.getLocalPort();
      try (SSLSocket socket =
          (SSLSocket) context.getSocketFactory().createSocket(loopback, port)) {
        socket.setTcpNoDelay(true);
        socket.startHandshake();
        near.run(socket);
      }
      thread.join();
    }
  }

  private static void accept(SSLServerSocket server, End far) {
    try (SSLSocket socket = (SSLSocket) server.accept()) {
      socket.setTcpNoDelay(true);
      far.run(socket);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Microseconds of round trips, sorted; the first half of the time is warm-up.
   *
   * @param paceNs pause between two after the warm-up
   */
  private double[] roundTrips(long paceNs) throws IOException, InterruptedException {
    double[] micros = new double[1 << 20];
    int[] count = new int[1];
    connected(socket -> count[0] = ask(socket, micros, paceNs), this::echo);
    double[] sorted = Arrays.copyOf(micros, count[0]);
    Arrays.sort(sorted);
    return sorted;
  }

  private int ask(SSLSocket socket, double[] micros, long paceNs) throws IOException {
    byte[] message = new byte[size];
    message[0] = ECHO;
    DataInputStream in = new DataInputStream(socket.getInputStream());
    OutputStream out = socket.getOutputStream();
    int count = 0;
    long begun = System.nanoTime();
    long now = begun;
    while (now - begun < 2 * spanNs && count < micros.length) {
      long from = System.nanoTime();
      out.write(message);
      in.readFully(message);
      now = System.nanoTime();
      if (now - begun > spanNs) {
        micros[count++] = (now - from) / 1e3;
        LockSupport.parkNanos(paceNs);
      }
    }
    message[0] = 0;
    out.write(message);
    return count;
  }

  private void echo(SSLSocket socket) throws IOException {
    byte[] message = new byte[size];
    DataInputStream in = new DataInputStream(socket.getInputStream());
    OutputStream out = socket.getOutputStream();
    in.readFully(message);
    while (message[0] == ECHO) {
      out.write(message);
      in.readFully(message);
    }
  }

  /** Messages a second that arrive, so many in one write; the first half is warm-up. */
  private double perSecond(int inOneWrite) throws IOException, InterruptedException {
    double[] rate = new double[1];
    connected(socket -> send(socket, inOneWrite), socket -> rate[0] = receive(socket));
    return rate[0];
  }

  private void send(SSLSocket socket, int inOneWrite) throws IOException {
    byte[] messages = new byte[size * inOneWrite];
    OutputStream out = socket.getOutputStream();
    long begun = System.nanoTime();
    while (System.nanoTime() - begun < 2 * spanNs) {
      out.write(messages);
    }
  }

  private double receive(SSLSocket socket) throws IOException {
    byte[] buffer = new byte[BATCH * 4];
    InputStream in = socket.getInputStream();
    int first = in.read(buffer);
    long begun = System.nanoTime();
    long from = 0;
    long bytes = 0;
    for (int n = first; n >= 0; n = in.read(buffer)) {
      long now = System.nanoTime();
      if (from != 0) {
        bytes += n;
      } else if (now - begun > spanNs) {
        from = now;
      }
    }
    if (from == 0) {
      throw new IOException("the time was over before the warm-up was");
    }
    return bytes / (double) size / ((System.nanoTime() - from) / 1e9);
  }
}
