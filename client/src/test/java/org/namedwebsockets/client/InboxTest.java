package org.namedwebsockets.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.namedwebsockets.protocol.Message;

class InboxTest {
  private static final int BYTES_MAX = 10_000;

  private boolean asking;
  private int readOn;
  private final Inbox inbox =
      new Inbox(ClientLimits.DEFAULTS.withInbox(4, BYTES_MAX), () -> asking, () -> readOn++);

  private void put(int bytes) {
    Message message = Message.binary(new byte[bytes]);
    inbox.put(new Event.Heard(new Incoming(Incoming.Sort.BROADCAST, "ann", message, _ -> {})));
  }

  private void take() throws InterruptedException {
    inbox.take(0);
  }

  @Test
  void isFullAtItsNumberOfMessages() {
    put(1);
    put(1);
    put(1);
    assertFalse(inbox.isFull());

    put(1);

    assertTrue(inbox.isFull());
  }

  @Test
  void isFullAtItsNumberOfBytes() {
    put(BYTES_MAX - 65);
    assertFalse(inbox.isFull());

    put(1);

    assertTrue(inbox.isFull());
  }

  @Test
  void tellsOnceWhenHalfOfItWasTaken() throws InterruptedException {
    for (int i = 0; i < 4; i++) {
      put(1);
    }
    assertTrue(inbox.isFull());

    take();
    take();
    assertEquals(0, readOn);
    take();
    assertEquals(1, readOn);
    take();

    assertEquals(1, readOn);
  }

  @Test
  void saysNothingIfNobodyWasStopped() throws InterruptedException {
    put(1);
    put(1);

    take();
    take();

    assertEquals(0, readOn);
  }

  @Test
  void holdsMoreWhileAnAnswerIsWaitedFor() {
    for (int i = 0; i < 4; i++) {
      put(1);
    }
    assertTrue(inbox.isFull());
    asking = true;

    inbox.look();

    assertEquals(1, readOn);
    assertFalse(inbox.isFull());
    for (int i = 4; i < 4 * ClientLimits.INBOX_FACTOR_WHILE_ASKING; i++) {
      put(1);
    }
    assertTrue(inbox.isFull());
  }

  @Test
  void whatIsThereCanStillBeTakenOnceItIsClosed() throws InterruptedException {
    put(1);
    inbox.close();
    put(1);

    assertFalse(inbox.isDone());
    take();

    assertTrue(inbox.isDone());
    assertNull(inbox.take(Long.MAX_VALUE));
  }

  @Test
  void closingLetsTheReaderGoOn() {
    for (int i = 0; i < 4; i++) {
      put(1);
    }
    assertTrue(inbox.isFull());

    inbox.close();

    assertEquals(1, readOn);
    assertFalse(inbox.isFull());
  }
}
