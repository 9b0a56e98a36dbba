package org.namedwebsockets.client;

import java.net.http.HttpClient;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One share in the HTTP client of all who are on a channel: it costs a thread. That thread waits in
 * the kernel, and the runtime gives such threads 0.3 s when the process ends; so it ends with the
 * last share.
 */
final class Wire implements AutoCloseable {
  private static final ReentrantLock LOCK = new ReentrantLock();
  private static int shares;
  private static @Nullable HttpClient shared;

  private final HttpClient http;
  private final AtomicBoolean open = new AtomicBoolean(true);

  private Wire(HttpClient http) {
    this.http = http;
  }

  static Wire open() {
    LOCK.lock();
    try {
      HttpClient http = shared == null ? client() : shared;
      shared = http;
      shares++;
      return new Wire(http);
    } finally {
      LOCK.unlock();
    }
  }

  /** No proxies on the way. */
  private static HttpClient client() {
    return HttpClient.newBuilder()
        .proxy(HttpClient.Builder.NO_PROXY)
        .executor(Executors.newVirtualThreadPerTaskExecutor())
        .sslContext(NoTls.context())
        .build();
  }

  /** Makes connections, until this is closed; those that stand then stay. */
  HttpClient http() {
    return http;
  }

  @Override
  public void close() {
    if (!open.compareAndSet(true, false)) {
      return;
    }
    LOCK.lock();
    try {
      shares--;
      if (shares == 0) {
        shared = null;
        http.shutdown();
      }
    } finally {
      LOCK.unlock();
    }
  }
}
