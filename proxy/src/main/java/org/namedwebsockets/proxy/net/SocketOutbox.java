package org.namedwebsockets.proxy.net;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.unix.Socket;
import io.netty.handler.ssl.SslHandler;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What waits to leave for one socket: this tick's frames, its audience's and its own, then whatever
 * the kernel has not taken yet. The mechanism only; {@code FlowControl} has the policy.
 *
 * <p>Not thread safe: confined to the hub's loop.
 */
final class SocketOutbox {
  private final HubLoop loop;
  private final ChannelPipeline pipe;
  private final Owner owner;
  private final @Nullable Socket socket;
  private final List<Run> runs = new ArrayList<>(0);
  private @Nullable Share share;
  private long queuedBytes;
  private long offeredBytes;
  private long takenBytes;

  /** Whether something may wait in Netty's queue; the answer to the handshake may at first. */
  private boolean written = true;

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

  /** Whose outbox it is. */
  interface Owner {
    /** It passed its high mark. */
    void filled();

    /** It was full and has room again. */
    void drained();
  }

  /** An empty outbox. */
  SocketOutbox(HubLoop loop, ChannelPipeline pipe, Owner owner) {
    this.loop = loop;
    this.pipe = pipe;
    this.owner = owner;
    // Past Netty's queue is past TLS too: never where there is TLS.
    this.socket = pipe.get(SslHandler.class) == null ? Sends.socketOf(pipe.channel()) : null;
  }

  /** Takes what an audience is handed, from now on. */
  void follow(SocketAudience audience) {
    if (!refusing) {
      share = audience.add(this);
    }
  }

  /** Takes nothing more of it; what it was handed until now still leaves. */
  void unfollow() {
    Share mine = share;
    if (mine != null) {
      cut();
      mine.audience().remove(mine);
      mine.audience().countFull(full ? -1 : 0);
      share = null;
    }
  }

  /** Its place in the audience changed. */
  void sitsAt(int place) {
    if (share != null) {
      share.place = place;
    }
  }

  /** A range of its audience's log is not for it. */
  void skip(int begin, int end) {
    if (share != null) {
      share.skip(begin, end);
    }
  }

  /**
   * Takes what its audience's batch has for it: notes it with {@link Sends} if nothing waits that
   * must leave before, else behind that.
   */
  void takeShare() {
    Share mine = share;
    if (mine == null || refusing) {
      return;
    }
    int bytes = mine.bytes();
    boolean fits = mine.isOnePiece() || bytes <= Sends.GATHER_BYTES_MAX;
    if (bytes > 0 && fits && socket != null && socket.isOpen() && isClear()) {
      note(mine, bytes, socket);
    } else if (bytes > 0) {
      cut();
      touch();
    }
    mine.takenAll();
  }

  private void note(Share mine, int bytes, Socket to) {
    offeredBytes += bytes;
    ByteBuf batch = mine.audience().log().batch();
    if (mine.isOnePiece()) {
      loop.sends().add(this, to, batch, mine.from(), bytes);
    } else {
      loop.sends().add(this, to, batch, mine, bytes);
    }
    if (full) {
      touch(); // It had filled up in mid-tick: only a look after the send tells that it has room.
    }
  }

  private boolean isClear() {
    if (written && pendingBytes() == 0) {
      written = false;
    }
    return queuedBytes == 0 && last == null && !written;
  }

  /** What the kernel did not take of its share at once; ours from now on. */
  void late(ByteBuf rest) {
    hand(rest);
    touch();
  }

  /** Nobody knows what the kernel took: the stream cannot go on. */
  void lost() {
    refusing = true;
    loop.later(() -> {
      discard();
      pipe.close();
    });
  }

  /** Takes the frame of a log from an index to the log's end. */
  void offer(FrameLog log, int from) {
    if (refusing) {
      return;
    }
    cut();
    run(log, from, log.end());
    touch();
    noticeFull();
  }

  private void run(FrameLog log, int from, int to) {
    Run open = runs.isEmpty() ? null : runs.getLast();
    if (open != null && open.log == log && open.to == from) {
      open.to = to;
    } else {
      runs.add(new Run(log, from, to));
    }
    queuedBytes += to - from;
    offeredBytes += to - from;
  }

  /** Turns what it has still to take of its audience's frames into runs: others follow them. */
  private void cut() {
    Share mine = share;
    if (mine != null && mine.bytes() > 0) {
      FrameLog log = mine.audience().log();
      mine.each((from, to) -> run(log, from, to));
      mine.takenAll();
    }
  }

  /** Writes something that is no message: a ping, a pong, a close. Leaves with the rest. */
  void write(Object frame) {
    hand(frame);
    touch();
  }

  private void hand(Object message) {
    written = true;
    pipe.write(message, pipe.voidPromise());
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
    return queuedBytes + (share == null ? 0 : share.bytes()) + pendingBytes();
  }

  long takenBytes() {
    ChannelOutboundBuffer pending = pipe.channel().unsafe().outboundBuffer();
    long progress = pending == null ? 0 : pending.currentProgress();
    // What is pending includes Netty's own cost of each write, which was never offered.
    takenBytes = Math.max(takenBytes, offeredBytes - queuedBytes - pendingBytes() + progress);
    return takenBytes;
  }

  /**
   * Takes nothing more after a last frame.
   *
   * @param last the close frame
   * @param forget whether what has not been given to the socket yet is given up
   */
  void end(Object last, boolean forget) {
    unfollow();
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
    unfollow();
    refusing = true;
    full = false;
    runs.clear();
    queuedBytes = 0;
  }

  /** Gives this tick's frames to the socket. */
  void flush() {
    touched = false;
    cut();
    for (Run run : runs) {
      ByteBuf slice = run.log.batch().retainedSlice(run.from, run.to - run.from);
      hand(slice);
    }
    runs.clear();
    queuedBytes = 0;
    if (last != null) {
      hand(last);
      last = null;
    }
    pipe.flush();
    noticeRoom();
    noticeFull();
  }

  /** More waits than before. */
  void noticeFull() {
    if (!full && !refusing && !hasRoom()) {
      full = true;
      if (share != null) {
        share.audience().countFull(1);
      }
      owner.filled();
    }
  }

  /** The socket's writability changed, or it was flushed. */
  void noticeRoom() {
    if (full && waitingBytes() <= loop.limits().outboxLowBytes()) {
      full = false;
      if (share != null) {
        share.audience().countFull(-1);
      }
      loop.afterTick(owner::drained);
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
