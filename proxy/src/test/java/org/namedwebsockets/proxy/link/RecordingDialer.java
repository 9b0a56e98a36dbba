package org.namedwebsockets.proxy.link;

import java.util.ArrayList;
import java.util.List;

/** Remembers whom it was told to dial. */
final class RecordingDialer implements Dialer {
  final List<Dial> dials = new ArrayList<>();

  @Override
  public void dial(Dial dial) {
    dials.add(dial);
  }

  Dial last() {
    return dials.getLast();
  }
}
