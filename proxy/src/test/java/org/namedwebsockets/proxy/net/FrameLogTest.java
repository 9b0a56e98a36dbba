package org.namedwebsockets.proxy.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.namedwebsockets.protocol.Message;
import org.namedwebsockets.proxy.hub.Backlog;

/** Frames of one channel in one tick. */
class FrameLogTest {
  private final UnpooledByteBufAllocator memory = new UnpooledByteBufAllocator(true);
  private final Backlog backlog = new Backlog(Long.MAX_VALUE);
  private final Batches batches = new Batches(memory, backlog);
  private final List<FrameLog> began = new ArrayList<>();
  private final FrameLog log = new FrameLog(batches, new RecordingTurn());

  private final class RecordingTurn implements FrameLog.Turn {
    @Override
    public void writing(int bytes) {}

    @Override
    public void began(FrameLog log) {
      began.add(log);
    }
  }

  @AfterEach
  void nothingIsLeft() {
    log.endTick();
    batches.close();
    assertEquals(0, memory.metric().usedDirectMemory());
    assertEquals(0, backlog.bytes());
  }

  private List<Frames.Frame> frames() {
    ByteBuf batch = log.batch();
    return Frames.read(batch.nioBuffer(0, batch.writerIndex()));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 2",
    "1, 2",
    "125, 2",
    "126, 4",
    "65535, 4",
    "65536, 10",
    "1000000, 10",
  })
  void headersAreAsShortAsTheyCanBe(int length, int header) {
    log.append(Message.binary(new byte[length]));

    assertEquals(header + length, log.end());
    Frames.Frame frame = frames().getFirst();
    assertEquals("binary:" + length, frame.toString());
    assertEquals(true, frame.last());
  }

  @Test
  void framesFollowOneAnother() {
    log.append(Message.text("one"));
    int two = log.append(Message.text("two"));
    int three = log.appendText("three".getBytes());

    assertEquals(List.of(5, 10), List.of(two, three));
    assertEquals("[text:one, text:two, text:three]", frames().toString());
  }

  @Test
  void theFirstFrameOfATickIsToldAndOnlyThat() {
    log.append(Message.text("a"));
    log.append(Message.text("b"));
    assertEquals(List.of(log), began);

    log.endTick();
    log.append(Message.text("c"));

    assertEquals(List.of(log, log), began);
  }

  @Test
  void itGrowsWithoutChangingWhatIsThere() {
    log.append(Message.text("first"));
    log.append(Message.binary(new byte[300_000]));
    log.append(Message.text("last"));

    assertEquals("[text:first, binary:300000, text:last]", frames().toString());
  }

  @Test
  void memoryIsUsedAgain() {
    log.append(Message.text("a"));
    ByteBuf first = log.batch();
    log.endTick();

    log.append(Message.text("b"));

    assertSame(first, log.batch());
    assertEquals("[text:b]", frames().toString());
  }

  @Test
  void memoryThatIsStillWaitedForIsNot() {
    log.append(Message.text("a"));
    ByteBuf slice = log.batch().retainedSlice(0, log.end());
    ByteBuf first = log.batch();
    log.endTick();

    log.append(Message.text("b"));

    assertNotSame(first, log.batch());
    assertEquals("[text:a]", Frames.read(slice.nioBuffer()).toString());
    slice.release();
  }

  @Test
  void thereIsNoBatchBetweenTicks() {
    assertThrows(IllegalStateException.class, log::batch);
    log.append(Message.text("a"));
    log.endTick();
    assertThrows(IllegalStateException.class, log::end);
    log.endTick();
  }

  @Test
  void theReaderOfTheseTestsWaitsForWholeFrames() {
    log.append(Message.text("whole"));
    ByteBuffer cut = log.batch().nioBuffer(0, log.end() - 1);

    assertEquals(List.of(), Frames.read(cut));
    assertEquals(0, cut.position());
  }
}
