package org.namedwebsockets.proxy.net;

/** What has arrived at one socket of messages that are not whole yet. */
interface Arriving {
  /** Of a socket that holds nothing. */
  Arriving NOTHING =
      new Arriving() {
        @Override
        public long heldBytes() {
          return 0;
        }

        @Override
        public int bytesMax() {
          return 0;
        }

        @Override
        public void rest() {}

        @Override
        public void drop() {}
      };

  /** How many bytes are held. */
  long heldBytes();

  /** The largest message that may arrive, bytes. */
  int bytesMax();

  /** Takes away, while nothing is held, what would hold it. */
  void rest();

  /** Frees them at once; nothing that arrives later is held or understood. */
  void drop();
}
