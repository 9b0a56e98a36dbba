package org.namedwebsockets.verify.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A client nobody here wrote: the JDK's WebSocket, with what it heard in a queue. */
public final class TestPeer implements WebSocket.Listener, AutoCloseable {
  /** How long anything may take on a machine that does other things as well. */
  public static final long PATIENCE_S = 20;

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
  private final StringBuilder text = new StringBuilder();
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final CompletableFuture<String> closed = new CompletableFuture<>();
  private final List<byte[]> binaries = new ArrayList<>();
  private WebSocket socket;
  private volatile boolean holdsBack;

  /** A data or control socket, joined when this returns. */
  public static TestPeer open(int port, String path) {
    return open(HTTP, port, path);
  }

  /** The same in another form than the raw one. */
  public static TestPeer openAs(int port, String path, String subprotocol) {
    return open(HTTP.newWebSocketBuilder().subprotocols(subprotocol), port, path);
  }

  /** The same by a client that may be of another network namespace. */
  public static TestPeer open(HttpClient http, int port, String path) {
    return open(http.newWebSocketBuilder(), port, path);
  }

  /** The same, built in some way. */
  public static TestPeer open(WebSocket.Builder builder, int port, String path) {
    TestPeer peer = new TestPeer();
    peer.socket =
        builder
            .buildAsync(URI.create("ws://localhost:" + port + path), peer)
            .orTimeout(PATIENCE_S, TimeUnit.SECONDS)
            .join();
    return peer;
  }

  WebSocket socket() {
    return socket;
  }

  public void say(String message) {
    socket.sendText(message, true).orTimeout(PATIENCE_S, TimeUnit.SECONDS).join();
  }

  public void say(byte[] message) {
    socket
        .sendBinary(ByteBuffer.wrap(message), true)
        .orTimeout(PATIENCE_S, TimeUnit.SECONDS)
        .join();
  }

  /** Stops reading, but for what was asked for already. */
  public void holdsBack() {
    holdsBack = true;
  }

  /** The next message: a text as it is, a binary one as {@code binary:<length>:<hash>}. */
  public String next() {
    try {
      String next = heard.poll(PATIENCE_S, TimeUnit.SECONDS);
      return next != null ? next : fail("nothing was heard; closed: " + closed.getNow("no"));
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }

  public void hears(String... messages) {
    for (String message : messages) {
      assertEquals(message, next());
    }
  }

  /** What has been heard and not asked for; complete only after a later message was heard. */
  public List<String> rest() {
    List<String> rest = new ArrayList<>();
    heard.drainTo(rest);
    return rest;
  }

  byte[] lastBinary() {
    return binaries.getLast();
  }

  /** The close frame as {@code <code> <reason>}. */
  public String closed() {
    return closed.orTimeout(PATIENCE_S, TimeUnit.SECONDS).join();
  }

  boolean isClosed() {
    return closed.isDone();
  }

  @Override
  public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
    text.append(data);
    if (last) {
      heard.add(text.toString());
      text.setLength(0);
    }
    readOn(from);
    return null;
  }

  private void readOn(WebSocket from) {
    if (!holdsBack) {
      from.request(1);
    }
  }

  @Override
  public CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
    byte[] part = new byte[data.remaining()];
    data.get(part);
    bytes.writeBytes(part);
    if (last) {
      byte[] whole = bytes.toByteArray();
      binaries.add(whole);
      heard.add("binary:" + whole.length + ":" + Arrays.hashCode(whole));
      bytes.reset();
    }
    readOn(from);
    return null;
  }

  @Override
  public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
    closed.complete(code + " " + reason);
    return null;
  }

  @Override
  public void onError(WebSocket from, Throwable error) {
    closed.complete("1006 " + error);
  }

  /** Closes with 1000 and waits for the answer. */
  @Override
  public void close() {
    socket.sendClose(WebSocket.NORMAL_CLOSURE, "").exceptionally(_ -> null).join();
  }
}
