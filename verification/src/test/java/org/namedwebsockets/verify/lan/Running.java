package org.namedwebsockets.verify.lan;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * A program that a test started, with the lines it printed and when each arrived. Standard output
 * and standard error are one stream. Safe for several threads.
 */
public final class Running implements AutoCloseable {
  private static final Duration STOP_MAX = Duration.ofSeconds(30);

  /**
   * A line of output.
   *
   * @param text without its end
   * @param atNs when it arrived, by {@link System#nanoTime()}
   */
  public record Line(String text, long atNs) {}

  private final String what;
  private final Process process;
  private final List<Line> lines = new ArrayList<>();
  private int consumed;
  private boolean ended;

  private Running(String what, Process process) {
    this.what = what;
    this.process = process;
  }

  /** Starts a program. */
  static Running start(String what, ProcessBuilder builder) {
    try {
      Running running = new Running(what, builder.redirectErrorStream(true).start());
      // Reading a pipe would pin a virtual thread's carrier, of which there are as many as cores.
      Thread.ofPlatform().daemon().name("reads " + what).start(running::read);
      return running;
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start " + what, e);
    }
  }

  /**
   * The first line not yet awaited that fits; it and all before it count as awaited then.
   *
   * @param wanted what to wait for
   * @param max how long
   * @return the line
   * @throws AssertionError if it does not come in time or the program ends before; tells all output
   */
  public Line await(Predicate<String> wanted, Duration max) {
    synchronized (lines) {
      return await(wanted, consumed, 0, max);
    }
  }

  /**
   * The line that fits and has so many fitting ones before it, whatever was awaited already.
   *
   * @param wanted what to wait for
   * @param before how many such lines to pass over
   * @param max how long
   * @return the line
   * @throws AssertionError as {@link #await}
   */
  public Line awaitAfter(Predicate<String> wanted, int before, Duration max) {
    return await(wanted, 0, before, max);
  }

  private Line await(Predicate<String> wanted, int from, int before, Duration max) {
    long deadline = System.nanoTime() + max.toNanos();
    int passed = 0;
    synchronized (lines) {
      for (int i = from; ; i++) {
        while (i >= lines.size()) {
          long left = deadline - System.nanoTime();
          if (left <= 0 || ended) {
            throw new AssertionError(
                what + (ended ? " ended" : " did not say it within " + max) + ":\n" + output());
          }
          pause(left);
        }
        if (wanted.test(lines.get(i).text()) && passed++ == before) {
          consumed = Math.max(consumed, i + 1);
          return lines.get(i);
        }
      }
    }
  }

  /**
   * Waits for a line that begins so.
   *
   * @param start the first characters of the line
   * @param max how long
   * @return the line
   */
  public Line awaitStart(String start, Duration max) {
    return await(text -> text.startsWith(start), max);
  }

  /**
   * Whether any line not yet awaited fits, right now.
   *
   * @param wanted what to look for
   * @return true if there is one
   */
  public boolean said(Predicate<String> wanted) {
    synchronized (lines) {
      return lines.subList(consumed, lines.size()).stream().anyMatch(l -> wanted.test(l.text()));
    }
  }

  /**
   * Writes a line to the program's standard input.
   *
   * @param text without its end
   * @return when it was written, by {@link System#nanoTime()}
   */
  public long tell(String text) {
    try {
      Writer to = process.outputWriter(StandardCharsets.UTF_8);
      long now = System.nanoTime();
      to.write(text + "\n");
      to.flush();
      return now;
    } catch (IOException e) {
      throw new UncheckedIOException(what + " does not read: " + output(), e);
    }
  }

  /** Ends the program's standard input. */
  public void endInput() {
    try {
      process.outputWriter(StandardCharsets.UTF_8).close();
    } catch (IOException e) {
      throw new UncheckedIOException(what + " does not read: " + output(), e);
    }
  }

  /**
   * Everything printed so far.
   *
   * @return the lines, each with its end
   */
  public String output() {
    synchronized (lines) {
      StringBuilder all = new StringBuilder();
      lines.forEach(line -> all.append(line.text()).append('\n'));
      return all.toString();
    }
  }

  /**
   * The process itself.
   *
   * @return the process
   */
  public Process process() {
    return process;
  }

  /**
   * Waits until the program ends by itself.
   *
   * @param max how long
   * @return its exit code
   * @throws AssertionError if it still runs then
   */
  public int awaitEnd(Duration max) {
    long deadlineNs = System.nanoTime() + max.toNanos();
    try {
      if (!process.waitFor(max.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new AssertionError(what + " still runs after " + max + ":\n" + output());
      }
      awaitLastWords(deadlineNs);
      return process.exitValue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while waiting for " + what, e);
    }
  }

  /** They may still be in the pipe; what it started may hold the pipe for longer. */
  private void awaitLastWords(long deadlineNs) throws InterruptedException {
    synchronized (lines) {
      long leftMs = (deadlineNs - System.nanoTime()) / 1_000_000;
      while (!ended && leftMs > 0) {
        lines.wait(leftMs);
        leftMs = (deadlineNs - System.nanoTime()) / 1_000_000;
      }
    }
  }

  /**
   * Stops the program's time, as sleep does to a machine.
   *
   * @param asleep false to let it go on
   */
  public void sleep(boolean asleep) {
    try {
      String pid = String.valueOf(process.pid());
      new ProcessBuilder("kill", asleep ? "-STOP" : "-CONT", pid).start().waitFor();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot signal " + what, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while signalling " + what, e);
    }
  }

  /** Kills it as a crash would: no goodbye. */
  public void kill() {
    process.destroyForcibly();
    awaitEnd(STOP_MAX);
  }

  /** Asks it to stop; kills it if it does not. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_MAX.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private void read() {
    try (BufferedReader from = process.inputReader(StandardCharsets.UTF_8)) {
      for (String text = from.readLine(); text != null; text = from.readLine()) {
        add(new Line(text, System.nanoTime()));
      }
    } catch (IOException e) {
      add(new Line("(its output broke: " + e.getMessage() + ")", System.nanoTime()));
    }
    synchronized (lines) {
      ended = true;
      lines.notifyAll();
    }
  }

  private void add(Line line) {
    synchronized (lines) {
      lines.add(line);
      lines.notifyAll();
    }
  }

  private void pause(long ns) {
    try {
      TimeUnit.NANOSECONDS.timedWait(lines, ns);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted while waiting for " + what, e);
    }
  }
}
