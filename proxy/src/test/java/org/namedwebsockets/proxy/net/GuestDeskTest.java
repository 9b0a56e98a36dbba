package org.namedwebsockets.proxy.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.handler.codec.http.FullHttpResponse;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.namedwebsockets.proxy.access.InviteLimits;
import org.namedwebsockets.proxy.hub.Hub;
import org.namedwebsockets.proxy.hub.Limits;
import org.namedwebsockets.proxy.metrics.Metrics;

/** When invites end, on a machine that sleeps, is set another time, or changes its token. */
class GuestDeskTest {
  private static final Duration TEN_MINUTES = Duration.ofMinutes(10);
  private static final long TICK_NS = 100_000_000L;

  /** So that the clock runs over its edge. */
  private long nowNs = Long.MAX_VALUE - Duration.ofSeconds(5).toNanos();

  private long wallMs = 1_795_000_000_000L;
  private final Metrics metrics = new Metrics();
  private final HubLoop loop =
      new HubLoop(
          Runnable::run,
          new Hub(Limits.DEFAULTS, metrics, nowNs),
          metrics,
          NetLimits.DEFAULTS,
          UnpooledByteBufAllocator.DEFAULT,
          nowNs);
  private final RecordingDoor door = new RecordingDoor();
  private final List<FullHttpResponse> answers = new ArrayList<>();
  private final GuestDesk desk = desk();

  /** Opens when a test says so. */
  private static final class RecordingDoor implements GuestDoor {
    private final List<Consumer<Opening>> asked = new ArrayList<>();
    private int closed;

    @Override
    public void open(Consumer<Opening> then) {
      asked.add(then);
    }

    @Override
    public void close() {
      closed++;
    }

    void opens() {
      List<InetAddress> addresses = List.of(InetAddress.ofLiteral("192.168.1.5"));
      asked.removeFirst().accept(new Opening.Open(9011, "AB:CD", addresses));
    }
  }

  private GuestDesk desk() {
    var terms =
        new GuestTerms("", 0, InviteLimits.DEFAULTS, GuestLimits.DEFAULTS, List::of, () -> wallMs);
    var made = new GuestDesk(loop, terms, nowNs);
    made.through(door);
    loop.everyTick(made::tick);
    return made;
  }

  private void asked() {
    desk.invite(
        new Route.MakeInvite(List.of(FakePort.local("chat")), TEN_MINUTES, false), answers::add);
  }

  private void invited() {
    asked();
    door.opens();
    assertEquals(200, answers.getLast().status().code());
  }

  /** A tick, before which so much time passed on either clock. */
  private void pass(Duration onOurs, Duration onTheWall) {
    nowNs += onOurs.toNanos() + TICK_NS;
    wallMs += onTheWall.toMillis() + TICK_NS / 1_000_000;
    loop.tick(nowNs);
  }

  private String list() {
    return desk.list().content().toString(StandardCharsets.UTF_8);
  }

  private void assertNobodyIsInvited() {
    assertTrue(list().endsWith("\"guestPort\":0,\"fingerprint\":\"\",\"invites\":[]}"), list());
  }

  @Test
  void anInviteEndsInTimeThoughTheMachineSleptMeanwhile() {
    invited();
    pass(Duration.ZERO, Duration.ofMinutes(4));
    assertTrue(list().contains("\"seconds\":360"), list());

    pass(Duration.ZERO, Duration.ofMinutes(6));

    assertNobodyIsInvited();
    assertEquals(1, door.closed);
  }

  @Test
  void aClockThatIsSetBackProlongsNoInvite() {
    invited();
    pass(Duration.ZERO, Duration.ofDays(-1));
    pass(TEN_MINUTES, TEN_MINUTES);

    assertNobodyIsInvited();
  }

  @Test
  void whatIsStillBeingMadeWhenAllInvitesEndIsNotMade() {
    asked();
    desk.endAll();
    asked();
    door.opens();

    assertEquals(503, answers.getFirst().status().code());
    assertEquals(200, answers.getLast().status().code(), "who asked since has what they asked for");
    assertEquals(1, list().split("\"id\"", -1).length - 1, list());
    assertTrue(door.asked.isEmpty(), "the door was opened once");
  }
}
