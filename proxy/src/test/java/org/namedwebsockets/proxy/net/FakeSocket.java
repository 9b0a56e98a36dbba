package org.namedwebsockets.proxy.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * A client's end of a connection to a {@link FakePort}. It reads what is written to it as long as
 * its window is open, and what it sends arrives only as far as the proxy reads.
 */
final class FakeSocket extends EmbeddedChannel {
  /** What one read of the proxy takes at most. */
  static final int READ_BYTES = 64 << 10;

  private final FakePort port;
  private final Deque<byte[]> arriving = new ArrayDeque<>();
  private final ByteArrayOutputStream heard = new ByteArrayOutputStream();
  private long window = Long.MAX_VALUE;
  private boolean wantsRead;
  private long takenFromClient;

  FakeSocket(FakePort port, ByteBufAllocator memory) {
    this.port = port;
    config().setAllocator(memory);
    read();
  }

  /** Reads no more from now on. */
  void stopReading() {
    window = 0;
  }

  /** Reads so many bytes more. */
  void readMore(long bytes) {
    window = Math.max(0, window) + bytes;
    flush();
    port.settle();
  }

  /** Reads everything from now on. */
  void readAll() {
    window = Long.MAX_VALUE;
    flush();
    port.settle();
  }

  FakeSocket send(byte[]... parts) {
    sendLater(parts);
    port.settle();
    return this;
  }

  /** Puts bytes under way; they arrive with those of others when the port settles. */
  void sendLater(byte[]... parts) {
    byte[] all = Frames.joined(parts);
    for (int at = 0; at < all.length; at += READ_BYTES) {
      int end = Math.min(all.length, at + READ_BYTES);
      arriving.add(java.util.Arrays.copyOfRange(all, at, end));
    }
  }

  FakeSocket send(String text) {
    return send(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  /** Lets the proxy read once if it wants to; false if nothing happened. */
  boolean arrive() {
    if (!wantsRead || arriving.isEmpty() || !isOpen()) {
      return false;
    }
    wantsRead = false;
    byte[] part = arriving.poll();
    takenFromClient += part.length;
    ByteBuf in = alloc().directBuffer(part.length).writeBytes(part);
    pipeline().fireChannelRead(in);
    pipeline().fireChannelReadComplete();
    runPendingTasks();
    return true;
  }

  /** How many bytes of the client's the proxy has read. */
  long takenFromClient() {
    return takenFromClient;
  }

  long notTaken() {
    return arriving.stream().mapToLong(part -> part.length).sum();
  }

  /** The connection breaks without a word. */
  void breakOff() {
    close();
    port.settle();
  }

  /** What was heard and not asked for. */
  byte[] bytes() {
    byte[] bytes = heard.toByteArray();
    heard.reset();
    return bytes;
  }

  /** The same as text. */
  String response() {
    return new String(bytes(), StandardCharsets.UTF_8);
  }

  /** The head of the answer that was heard; what follows it stays. */
  String responseHead() {
    byte[] all = heard.toByteArray();
    String text = new String(all, StandardCharsets.ISO_8859_1);
    int end = text.indexOf("\r\n\r\n") + 4;
    assertTrue(end > 4, text);
    heard.reset();
    heard.write(all, end, all.length - end);
    return text.substring(0, end);
  }

  int status() {
    String response = response();
    assertTrue(response.startsWith("HTTP/1.1 "), response);
    return Integer.parseInt(response.substring(9, 12));
  }

  /** Whole frames that were heard and not asked for. */
  List<Frames.Frame> frames() {
    ByteBuffer in = ByteBuffer.wrap(heard.toByteArray());
    List<Frames.Frame> frames = Frames.read(in);
    heard.reset();
    heard.write(in.array(), in.position(), in.remaining());
    return frames;
  }

  /** The same, as {@code text:hi}, {@code close:1000 gone} and so on. */
  List<String> hears() {
    return frames().stream().map(Frames.Frame::toString).toList();
  }

  /**
   * Asserts that only a close frame was heard since the last question, and that the end follows.
   */
  void assertClosed(int code, String reason) {
    assertEquals(List.of("close:" + code + " " + reason), hears());
    assertEnds();
  }

  /** Asserts that the connection ends when the client answers the close frame. */
  void assertEnds() {
    send(Frames.close());
    port.passSeconds(2);
    assertTrue(!isOpen(), "the connection should have ended");
  }

  @Override
  protected void doBeginRead() {
    wantsRead = true;
  }

  @Override
  protected void doWrite(ChannelOutboundBuffer in) {
    while (in.current() instanceof ByteBuf out) {
      int count = (int) Math.min(window, out.readableBytes());
      if (count == 0 && out.isReadable()) {
        return;
      }
      byte[] part = new byte[count];
      out.getBytes(out.readerIndex(), part);
      heard.writeBytes(part);
      window -= window == Long.MAX_VALUE ? 0 : count;
      if (out.isReadable()) {
        in.removeBytes(count);
      } else {
        in.remove();
      }
    }
  }
}
