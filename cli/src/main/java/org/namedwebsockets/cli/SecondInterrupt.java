package org.namedwebsockets.cli;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import org.slf4j.LoggerFactory;

/**
 * Lets a second Ctrl-C end a process that is stopping already; the runtime would ignore it.
 *
 * <p>Signals are only reachable through {@code sun.misc.Signal}, and javac has a warning about that
 * which nothing but reflection avoids. Called while stopping, so that starting does not pay for it.
 */
final class SecondInterrupt {
  private static final int INTERRUPTED = 130;

  private SecondInterrupt() {}

  /** From now on Ctrl-C ends the process at once. */
  static void halts() {
    InvocationHandler halt =
        (self, method, arguments) ->
            switch (method.getName()) {
              case "handle" -> {
                Runtime.getRuntime().halt(INTERRUPTED);
                yield null;
              }
              case "equals" -> false;
              case "hashCode" -> System.identityHashCode(self);
              default -> "SecondInterrupt";
            };
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object halting =
          Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[] {handler}, halt);
      signal
          .getMethod("handle", signal, handler)
          .invoke(null, signal.getConstructor(String.class).newInstance("INT"), halting);
    } catch (ReflectiveOperationException | IllegalArgumentException e) {
      // A runtime without it: a second Ctrl-C then waits for the deadline like the first.
      LoggerFactory.getLogger(SecondInterrupt.class).debug("signal.unavailable", e);
    }
  }
}
