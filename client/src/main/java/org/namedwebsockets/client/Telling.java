package org.namedwebsockets.client;

/** Tells a listener one event after the other, until there are no more. */
record Telling(Inbox inbox, Listener listener) implements Runnable {
  @Override
  public void run() {
    try {
      while (!inbox.isDone()) {
        Event event = inbox.take(Long.MAX_VALUE);
        if (event != null) {
          tell(event);
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void tell(Event event) {
    try {
      switch (event) {
        case Event.Heard(var incoming) when incoming.sort() == Incoming.Sort.REQUEST ->
            listener.onRequest(incoming);
        case Event.Heard(var incoming) -> listener.onMessage(incoming);
        case Event.Joined(var peer) -> listener.onPeerJoined(peer);
        case Event.Left(var peer) -> listener.onPeerLeft(peer);
        case Event.Changed(var state, var why) -> listener.onState(state, why);
      }
    } catch (RuntimeException | Error thrown) {
      // A listener's mistake must not end the hearing.
      Thread here = Thread.currentThread();
      here.getUncaughtExceptionHandler().uncaughtException(here, thrown);
    }
  }
}
