package org.namedwebsockets.proxy.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.netty.buffer.AbstractByteBufAllocator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledDirectByteBuf;
import io.netty.buffer.UnpooledHeapByteBuf;
import io.netty.channel.RecvByteBufAllocator.ExtendedHandle;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpServerCodec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Memory that sockets read into in turn. */
class ReadMemoryTest {
  /** Has no memory when told so. */
  private static final class Scarce extends AbstractByteBufAllocator {
    final List<ByteBuf> given = new ArrayList<>();
    boolean empty;

    @Override
    protected ByteBuf newHeapBuffer(int initial, int max) {
      return new UnpooledHeapByteBuf(this, initial, max);
    }

    @Override
    protected ByteBuf newDirectBuffer(int initial, int max) {
      if (empty) {
        throw new OutOfMemoryError("as asked");
      }
      ByteBuf buffer = new UnpooledDirectByteBuf(this, initial, max);
      given.add(buffer);
      return buffer;
    }

    @Override
    public boolean isDirectBufferPooled() {
      return false;
    }
  }

  private final Scarce scarce = new Scarce();
  private final ReadMemory memory = new ReadMemory(scarce);
  private final ExtendedHandle handle = memory.newHandle();

  private ByteBuf read(String text) {
    ByteBuf in = handle.allocate(scarce);
    in.writeCharSequence(text, StandardCharsets.US_ASCII);
    return in;
  }

  @AfterEach
  void nothingIsLeft() {
    memory.close();
    scarce.given.forEach(buffer -> assertEquals(0, buffer.refCnt()));
  }

  @Test
  void whatWasUsedUpIsUsedAgain() {
    ByteBuf first = read("a");
    first.release();

    ByteBuf second = read("b");

    assertSame(first, second);
    second.release();
  }

  @Test
  void whatSomebodyKeepsIsTheirs() {
    ByteBuf kept = read("a");

    ByteBuf next = read("b");

    assertNotSame(kept, next);
    assertEquals("a", kept.toString(StandardCharsets.US_ASCII));
    kept.release();
    next.release();
  }

  @Test
  void whatSomebodyKeepsStaysTheirsWhenThereIsNoMemory() {
    ByteBuf kept = read("a");
    scarce.empty = true;
    assertThrows(OutOfMemoryError.class, () -> read("b"));
    assertThrows(OutOfMemoryError.class, () -> read("c"));
    scarce.empty = false;

    ByteBuf next = read("d");

    assertNotSame(kept, next);
    assertEquals("a", kept.toString(StandardCharsets.US_ASCII));
    kept.release();
    next.release();
  }

  @Test
  void halfARequestKeepsOnlyItself() {
    var socket = new EmbeddedChannel(ReadMemory.copying(), new HttpServerCodec());
    ByteBuf half = read("GET / HTT");

    socket.writeInbound(half);

    ByteBuf next = read("x");
    assertSame(half, next, "nobody keeps it");
    next.release();
    socket.finishAndReleaseAll();
  }
}
