package org.namedwebsockets.verify.architecture.example.outer;

import org.junit.jupiter.api.Assertions;
import org.namedwebsockets.verify.architecture.example.inner.Inner;

/** Uses a library, and stands in a ring. */
public final class Outer {
  /** Uses both. */
  public void use(Inner inner) {
    Assertions.assertNotNull(inner);
  }
}
