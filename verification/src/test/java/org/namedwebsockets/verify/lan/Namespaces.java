package org.namedwebsockets.verify.lan;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Lets a thread of this process work inside a network namespace: what sockets it makes, and what
 * threads it starts, are of that namespace from then on, whoever uses them.
 */
final class Namespaces {
  private static final int READ_ONLY = 0;
  private static final int NETWORK = 0x4000_0000;
  private static final MethodHandle OPEN =
      handle(
          "open",
          FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT));
  private static final MethodHandle SETNS =
      handle(
          "setns",
          FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
  private static final MethodHandle CLOSE =
      handle("close", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));

  private Namespaces() {}

  @SuppressWarnings("restricted") // Calls the C library.
  private static MethodHandle handle(String name, FunctionDescriptor shape) {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(linker.defaultLookup().findOrThrow(name), shape);
  }

  /**
   * Runs a task in a thread of its own inside a namespace and waits for it.
   *
   * @param namespace a name that {@code ip netns} knows
   * @param task what to do there
   * @return what the task returned
   * @throws AssertionError if the namespace cannot be entered or the task fails
   */
  static <T> T call(String namespace, Callable<T> task) {
    FutureTask<T> inside =
        new FutureTask<>(() -> {
          enter(namespace);
          return task.call();
        });
    Thread.ofPlatform().daemon().name("in " + namespace).start(inside);
    try {
      return inside.get();
    } catch (ExecutionException e) {
      throw new AssertionError("in " + namespace + ": " + e.getCause(), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted in " + namespace, e);
    }
  }

  private static void enter(String namespace) {
    try (Arena arena = Arena.ofConfined()) {
      int file = (int) OPEN.invokeExact(arena.allocateFrom("/run/netns/" + namespace), READ_ONLY);
      int entered = (int) SETNS.invokeExact(file, NETWORK);
      int closed = (int) CLOSE.invokeExact(file);
      if (file < 0 || entered != 0 || closed != 0) {
        throw new AssertionError("cannot enter the namespace " + namespace);
      }
    } catch (AssertionError e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError("cannot enter the namespace " + namespace, e);
    }
  }
}
