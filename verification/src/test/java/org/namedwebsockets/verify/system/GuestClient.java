package org.namedwebsockets.verify.system;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/** A browser of a guest, or what pretends to be one: TLS with any header and any frame in it. */
public final class GuestClient implements AutoCloseable {
  private static final int PATIENCE_MS = 60_000;

  private final SSLSocket socket;
  private final DataInputStream in;

  /** An answer to a request. */
  public record Answer(int status, String head, String body) {}

  /** What a request shows. */
  public record Shown(String host, String origin, String authorization, String protocols) {
    /** As the guest page does. */
    public static Shown own(String host) {
      return new Shown(host, "https://" + host, "", "");
    }

    Shown withSecret(String secret) {
      return new Shown(host, origin, "Bearer " + secret, protocols);
    }

    Shown withToken(String token) {
      return new Shown(host, origin, "Bearer " + token, "nws.v1, guest." + token);
    }

    Shown withHost(String other) {
      return new Shown(other, origin, authorization, protocols);
    }

    Shown withOrigin(String other) {
      return new Shown(host, other, authorization, protocols);
    }

    Shown withProtocols(String other) {
      return new Shown(host, origin, authorization, other);
    }
  }

  private GuestClient(SSLSocket socket) throws IOException {
    this.socket = socket;
    this.in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
  }

  /** A connection on which nothing has been said, with any certificate at its other end. */
  public static GuestClient connect(String address, int port) throws IOException {
    return connect(address, port, "");
  }

  /** Speaks one version of TLS alone. */
  static GuestClient connect(String address, int port, String version) throws IOException {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {new Careless()}, new SecureRandom());
      SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket();
      if (!version.isEmpty()) {
        socket.setEnabledProtocols(new String[] {version});
      }
      socket.connect(new InetSocketAddress(address, port), PATIENCE_MS);
      socket.setSoTimeout(PATIENCE_MS);
      socket.startHandshake();
      return new GuestClient(socket);
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException(missing);
    }
  }

  /** Whether nothing more comes, whatever came before. */
  boolean isEnded() throws IOException {
    try {
      while (in.read() >= 0) {
        // what was on its way
      }
      return true;
    } catch (SocketException reset) {
      return true;
    }
  }

  /** What the other end showed. */
  X509Certificate certificate() throws IOException {
    return (X509Certificate) socket.getSession().getPeerCertificates()[0];
  }

  void send(String text) throws IOException {
    send(text.getBytes(StandardCharsets.UTF_8));
  }

  private void send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
  }

  /** Asks and reads the answer. */
  Answer ask(String method, String target, Shown shown) throws IOException {
    send(method + " " + target + " HTTP/1.1\r\n" + headers(shown) + "\r\n");
    return answer();
  }

  private static String headers(Shown shown) {
    StringBuilder headers = new StringBuilder("Host: " + shown.host() + "\r\n");
    if (!shown.origin().isEmpty()) {
      headers.append("Origin: ").append(shown.origin()).append("\r\n");
    }
    if (!shown.authorization().isEmpty()) {
      headers.append("Authorization: ").append(shown.authorization()).append("\r\n");
    }
    return headers.append("Content-Length: 0\r\n").toString();
  }

  /** Asks for a WebSocket and reads the answer; 101 if it is one now. */
  Answer upgrade(String target, Shown shown) throws IOException {
    send(
        ("GET " + target + " HTTP/1.1\r\n" + headers(shown)).replace("Content-Length: 0\r\n", "")
            + "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
            + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
            + "Sec-WebSocket-Protocol: "
            + shown.protocols()
            + "\r\n\r\n");
    return answer();
  }

  Answer answer() throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.length() < 4 || !head.substring(head.length() - 4).equals("\r\n\r\n")) {
      head.append((char) in.readUnsignedByte());
    }
    int status = Integer.parseInt(head.substring(9, 12));
    int bytes =
        head.toString()
            .toLowerCase(java.util.Locale.ROOT)
            .lines()
            .filter(line -> line.startsWith("content-length:"))
            .mapToInt(line -> Integer.parseInt(line.substring(15).strip()))
            .findFirst()
            .orElse(0);
    byte[] body = in.readNBytes(bytes);
    return new Answer(status, head.toString(), new String(body, StandardCharsets.UTF_8));
  }

  void sendText(String text) throws IOException {
    send(RawSocket.frame(RawSocket.FIN | RawSocket.TEXT, text.getBytes(StandardCharsets.UTF_8)));
  }

  /** The next text, or what the close frame says, or that it ended without one. */
  String next() throws IOException {
    try {
      while (true) {
        int opcode = in.readUnsignedByte() & 0xF;
        int length = in.readUnsignedByte();
        assertTrue(length < 128, "a server's frame is not masked");
        long bytes =
            length == 127 ? in.readLong() : length == 126 ? in.readUnsignedShort() : length;
        byte[] payload = in.readNBytes(Math.toIntExact(bytes));
        if (opcode == RawSocket.CLOSE) {
          return "close " + new RawSocket.Frame(opcode, payload).close();
        }
        if (opcode == RawSocket.PING) {
          send(RawSocket.frame(RawSocket.FIN | 0xA, payload));
        } else {
          return new String(payload, StandardCharsets.UTF_8);
        }
      }
    } catch (EOFException | SocketException ended) {
      return "end";
    }
  }

  /** Reads until something is said that has a part in it. */
  String await(String part) throws IOException {
    String said = next();
    while (!said.contains(part)) {
      assertTrue(!said.equals("end"), "it ended before it said " + part);
      said = next();
    }
    return said;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  /** Takes every certificate, as a person does who clicks the warning away. */
  private static final class Careless implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {
      // Nobody asks.
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {
      // The tests look at it themselves.
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
