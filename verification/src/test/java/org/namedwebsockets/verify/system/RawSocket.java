package org.namedwebsockets.verify.system;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** A WebSocket client that reads only when it is told to, and sends any bytes at all. */
final class RawSocket implements AutoCloseable {
  static final int FIN = 0x80;
  static final int TEXT = 0x1;
  static final int BINARY = 0x2;
  static final int CLOSE = 0x8;
  static final int PING = 0x9;

  /** So that little waits where we cannot see it. */
  private static final int BUFFER_BYTES = 64 << 10;

  private static final byte[] MASK = {1, 2, 3, 4};

  private final SocketChannel channel;
  private final DataInputStream in;

  /** One frame, or the end of the connection if its opcode is negative. */
  record Frame(int opcode, byte[] payload) {
    static final Frame END = new Frame(-1, new byte[0]);

    String text() {
      return new String(payload, StandardCharsets.UTF_8);
    }

    /** Of a close frame. */
    String close() {
      int code = ((payload[0] & 0xFF) << 8) | (payload[1] & 0xFF);
      return code + " " + new String(payload, 2, payload.length - 2, StandardCharsets.UTF_8);
    }
  }

  private RawSocket(SocketChannel channel) throws IOException {
    this.channel = channel;
    // No read has a time limit of its own: it would take the channel out of blocking mode under the
    // feet of whoever writes. The tests have limits.
    InputStream plain = channel.socket().getInputStream();
    this.in = new DataInputStream(new BufferedInputStream(plain, 8 << 10));
  }

  /** The whole answer to a request for a path. */
  static String get(int port, String path) throws IOException {
    String end = " HTTP/1.1\r\nHost: localhost:" + port + "\r\nConnection: close\r\n\r\n";
    try (RawSocket socket = connect(port)) {
      socket.send("GET " + path + end);
      return socket.rest();
    }
  }

  /** A connection on which nothing has been said. */
  static RawSocket connect(int port) throws IOException {
    return connect(InetAddress.ofLiteral("127.0.0.1"), port);
  }

  static RawSocket connect(InetAddress address, int port) throws IOException {
    SocketChannel channel = SocketChannel.open();
    channel.setOption(StandardSocketOptions.SO_RCVBUF, BUFFER_BYTES);
    channel.setOption(StandardSocketOptions.SO_SNDBUF, BUFFER_BYTES);
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    channel.connect(new InetSocketAddress(address, port));
    return new RawSocket(channel);
  }

  /** A data or control socket, joined when this returns. */
  static RawSocket open(int port, String path) throws IOException {
    RawSocket socket = connect(port);
    socket.send(upgrade(port, path));
    String head = socket.head();
    assertTrue(head.startsWith("HTTP/1.1 101 "), head);
    return socket;
  }

  static String upgrade(int port, String path) {
    return "GET "
        + path
        + " HTTP/1.1\r\nHost: localhost:"
        + port
        + "\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
        + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";
  }

  void send(String text) throws IOException {
    send(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  void send(byte[] bytes) throws IOException {
    ByteBuffer out = ByteBuffer.wrap(bytes);
    while (out.hasRemaining()) {
      channel.write(out);
    }
  }

  void sendText(String text) throws IOException {
    send(frame(FIN | TEXT, text.getBytes(StandardCharsets.UTF_8)));
  }

  /** Sends as much as is taken at once. */
  void sendWhatIsTaken(ByteBuffer bytes) throws IOException {
    channel.configureBlocking(false);
    try {
      while (bytes.hasRemaining() && channel.write(bytes) > 0) {
        // on, as long as the kernel takes something
      }
    } finally {
      channel.configureBlocking(true);
    }
  }

  /** Says that nothing more will be sent; reading goes on. */
  void shutdownOutput() throws IOException {
    channel.shutdownOutput();
  }

  /** A masked frame. */
  static byte[] frame(int first, byte[] payload) {
    ByteBuffer frame = ByteBuffer.allocate(payload.length + 14);
    frame.put((byte) first);
    if (payload.length <= 125) {
      frame.put((byte) (0x80 | payload.length));
    } else if (payload.length <= 0xFFFF) {
      frame.put((byte) (0x80 | 126)).putShort((short) payload.length);
    } else {
      frame.put((byte) (0x80 | 127)).putLong(payload.length);
    }
    frame.put(MASK);
    for (int i = 0; i < payload.length; i++) {
      frame.put((byte) (payload[i] ^ MASK[i & 3]));
    }
    byte[] bytes = new byte[frame.position()];
    frame.flip().get(bytes);
    return bytes;
  }

  /** The next data or close frame. Pings are answered; the end of the connection is a frame. */
  Frame next() throws IOException {
    try {
      while (true) {
        Frame frame = read();
        if (frame.opcode() == PING) {
          send(frame(FIN | 0xA, frame.payload()));
        } else {
          return frame;
        }
      }
    } catch (EOFException | SocketException ended) {
      return Frame.END;
    }
  }

  private Frame read() throws IOException {
    int first = in.readUnsignedByte();
    int length = in.readUnsignedByte();
    assertTrue((first & 0xF0) == FIN && length < 128, "a server's frame is whole and not masked");
    long bytes = length == 127 ? in.readLong() : length == 126 ? in.readUnsignedShort() : length;
    byte[] payload = new byte[Math.toIntExact(bytes)];
    in.readFully(payload);
    return new Frame(first & 0xF, payload);
  }

  /** The head of an HTTP answer; its body is left unread. */
  String head() throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.length() < 4 || !head.substring(head.length() - 4).equals("\r\n\r\n")) {
      head.append((char) in.readUnsignedByte());
    }
    return head.toString();
  }

  /** All that comes until the other side ends. */
  String rest() throws IOException {
    return new String(in.readAllBytes(), StandardCharsets.UTF_8);
  }

  /** Closes with a close frame and waits until the proxy has answered. */
  void leave() throws IOException {
    send(frame(FIN | CLOSE, new byte[] {3, (byte) 0xE8}));
    Frame frame = next();
    while (frame.opcode() != CLOSE && frame != Frame.END) {
      frame = next();
    }
    close();
  }

  /** Just ends the connection. */
  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}
