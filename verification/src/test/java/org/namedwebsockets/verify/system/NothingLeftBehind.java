package org.namedwebsockets.verify.system;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Fails a test class that leaves processes running, and ends them. Maven waits for whatever still
 * holds the output of its tests, even when all of them are done.
 *
 * <p>Found by JUnit itself: {@code junit-platform.properties} and {@code META-INF/services}.
 */
public final class NothingLeftBehind implements AfterAllCallback {
  private static final Duration END_MAX = Duration.ofSeconds(TestPeer.PATIENCE_S);

  @Override
  public void afterAll(ExtensionContext context) {
    if (context.getTestClass().filter(Class::isMemberClass).isPresent()) {
      return; // What belongs to the class around it is still at work.
    }
    List<ProcessHandle> running = ProcessHandle.current().descendants().toList();
    CompletableFuture.allOf(
            running.stream().map(ProcessHandle::onExit).toArray(CompletableFuture<?>[]::new))
        .completeOnTimeout(null, END_MAX.toMillis(), TimeUnit.MILLISECONDS)
        .join();
    List<ProcessHandle> left = running.stream().filter(ProcessHandle::isAlive).toList();
    List<String> names = left.stream().map(one -> one.pid() + " " + one.info()).toList();
    left.forEach(ProcessHandle::destroyForcibly);
    assertEquals(List.of(), names, "left running");
  }
}
