package org.namedwebsockets.proxy.net;

import java.net.InetAddress;
import java.util.List;
import java.util.function.Consumer;

/** Where guests come in: opened when somebody is invited, closed when nobody is any more. */
interface GuestDoor {
  /** There is none. */
  GuestDoor NONE =
      new GuestDoor() {
        @Override
        public void open(Consumer<Opening> then) {
          then.accept(new Opening.Unable("there is no port for guests"));
        }

        @Override
        public void close() {
          // Never open.
        }
      };

  /** What came of opening it. */
  sealed interface Opening {
    /**
     * It is open.
     *
     * @param port which port
     * @param fingerprint of the certificate
     * @param addresses where it is reached, best first
     */
    record Open(int port, String fingerprint, List<InetAddress> addresses) implements Opening {
      /** Keeps a copy. */
      public Open {
        addresses = List.copyOf(addresses);
      }
    }

    /**
     * It cannot be.
     *
     * @param why a sentence
     */
    record Unable(String why) implements Opening {}
  }

  /** Opens it, or if it is open, makes sure that its addresses are those of now. */
  void open(Consumer<Opening> then);

  /** Lets nobody in any more. */
  void close();
}
