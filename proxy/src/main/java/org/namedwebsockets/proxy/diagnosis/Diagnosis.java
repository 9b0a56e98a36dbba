package org.namedwebsockets.proxy.diagnosis;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Looks at a proxy and the network around it, in a thread of its own and once at a time: who asks
 * meanwhile is told the same. What it looks at has limits in time, so it ends.
 *
 * <p>Thread safe.
 */
public final class Diagnosis {
  private final Function<Standing, List<Finding>> look;
  private @Nullable CompletableFuture<List<Finding>> running;

  /** Of this machine. */
  public Diagnosis() {
    this(Diagnosis::ofThisMachine);
  }

  /** One that looks elsewhere, for tests. */
  Diagnosis(Function<Standing, List<Finding>> look) {
    this.look = look;
  }

  /**
   * Asks for all findings; returns at once.
   *
   * @param standing how the proxy stands now
   * @return completes in some seconds, never exceptionally
   */
  public synchronized CompletableFuture<List<Finding>> ask(Standing standing) {
    CompletableFuture<List<Finding>> before = running;
    if (before != null && !before.isDone()) {
      return before;
    }
    CompletableFuture<List<Finding>> asked = new CompletableFuture<>();
    running = asked;
    Thread.ofPlatform().name("nws-doctor").daemon().start(() -> asked.complete(found(standing)));
    return asked;
  }

  private List<Finding> found(Standing standing) {
    try {
      return look.apply(standing);
    } catch (RuntimeException | Error broken) {
      return List.of(Finding.fail("the checks broke off: " + broken, "please report this"));
    }
  }

  private static List<Finding> ofThisMachine(Standing standing) {
    List<Finding> findings = new ArrayList<>();
    findings.add(
        Finding.ok(
            "nws %s on Java %s, port %d"
                .formatted(standing.version(), Runtime.version(), standing.port())));
    findings.addAll(standing.findings());
    findings.addAll(LanCheck.findings(standing.linkPort()));
    findings.add(browsers(standing.port()));
    return findings;
  }

  /**
   * Nobody but the browser knows what it was permitted.
   *
   * @param port the local port of the proxy
   * @return where a person finds out
   */
  public static Finding browsers(int port) {
    return new Finding(
        Finding.Grade.OK,
        "browsers: a page of a public site is let through only after its person allowed access to"
            + " devices or apps on this machine",
        "if a page cannot connect: the icon before its address, Site settings, Local network"
            + " access; pages of http://localhost:%d need no permission".formatted(port));
  }
}
