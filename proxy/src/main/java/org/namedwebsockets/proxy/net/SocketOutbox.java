package org.namedwebsockets.proxy.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPipeline;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What waits to leave for one socket: the ranges of this tick's frames, then whatever the kernel
 * has not taken yet. The mechanism only; {@code FlowControl} has the policy.
 *
 * <p>Not thread safe: confined to the hub's loop.
 */
final class SocketOutbox {
  private final HubLoop loop;
  private final ChannelPipeline pipe;
  private final Runnable drained;
  private final List<Run> runs = new ArrayList<>(1);
  private long queuedBytes;
  private long offeredBytes;
  private long takenBytes;
  private boolean touched;
  private boolean full;
  private boolean refusing;
  private @Nullable Object last;

  /** Consecutive frames of one log. */
  private static final class Run {
    final FrameLog log;
    final int from;
    int to;

    Run(FrameLog log, int from, int to) {
      this.log = log;
      this.from = from;
      this.to = to;
    }
  }

  /**
   * An empty outbox.
   *
   * @param drained called when it was full and has room again
   */
  SocketOutbox(HubLoop loop, ChannelPipeline pipe, Runnable drained) {
    this.loop = loop;
    this.pipe = pipe;
    this.drained = drained;
  }

  /** Takes the frame of a log from an index to the log's end. */
  void offer(FrameLog log, int from) {
    if (refusing) {
      return;
    }
    int to = log.end();
    Run open = runs.isEmpty() ? null : runs.getLast();
    if (open != null && open.log == log && open.to == from) {
      open.to = to;
    } else {
      runs.add(new Run(log, from, to));
    }
    queuedBytes += to - from;
    offeredBytes += to - from;
    touch();
    full |= !hasRoom();
  }

  /** Writes something that is no message: a ping, a pong, a close. Leaves with the rest. */
  void write(Object frame) {
    pipe.write(frame, pipe.voidPromise());
    touch();
  }

  boolean isFull() {
    return full;
  }

  /** Whether what waits is below the high mark; unlike {@link #isFull} it looks only at now. */
  boolean hasRoom() {
    return waitingBytes() <= loop.limits().outboxHighBytes();
  }

  /** Whether it takes nothing any more. */
  boolean isEnded() {
    return refusing;
  }

  long waitingBytes() {
    return queuedBytes + pendingBytes();
  }

  long takenBytes() {
    ChannelOutboundBuffer pending = pipe.channel().unsafe().outboundBuffer();
    long progress = pending == null ? 0 : pending.currentProgress();
    // What is pending includes Netty's own cost of each write, which was never offered.
    takenBytes = Math.max(takenBytes, offeredBytes - waitingBytes() + progress);
    return takenBytes;
  }

  /**
   * Takes nothing more after a last frame.
   *
   * @param last the close frame
   * @param forget whether what has not been given to the socket yet is given up
   */
  void end(Object last, boolean forget) {
    refusing = true;
    full = false;
    if (forget) {
      runs.clear();
      queuedBytes = 0;
    }
    this.last = last;
    touch();
  }

  /** The socket is no more: holds nothing from now on. */
  void discard() {
    refusing = true;
    full = false;
    runs.clear();
    queuedBytes = 0;
  }

  /** Gives this tick's frames to the socket. */
  void flush() {
    touched = false;
    for (Run run : runs) {
      ByteBuf slice = run.log.batch().retainedSlice(run.from, run.to - run.from);
      pipe.write(slice, pipe.voidPromise());
    }
    runs.clear();
    queuedBytes = 0;
    if (last != null) {
      pipe.write(last, pipe.voidPromise());
      last = null;
    }
    pipe.flush();
    noticeRoom();
  }

  /** The socket's writability changed, or it was flushed. */
  void noticeRoom() {
    if (full && waitingBytes() <= loop.limits().outboxLowBytes()) {
      full = false;
      drained.run();
    }
  }

  private void touch() {
    if (!touched) {
      touched = true;
      loop.touched(this);
    }
  }

  private long pendingBytes() {
    ChannelOutboundBuffer pending = pipe.channel().unsafe().outboundBuffer();
    return pending == null ? 0 : pending.totalPendingWriteBytes();
  }
}
