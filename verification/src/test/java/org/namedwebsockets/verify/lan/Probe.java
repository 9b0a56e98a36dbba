package org.namedwebsockets.verify.lan;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A {@link LanProbe} that runs on a machine of a {@link TestLan}. */
final class Probe {
  /** How long a JVM may take to start on a busy machine. */
  private static final Duration START_MAX = Duration.ofSeconds(30);

  private final Running running;
  private final Map<String, Integer> awaited = new HashMap<>();

  /** A line that carries a time. */
  record Event(long atNs, String rest) {
    Duration since(Event earlier) {
      return Duration.ofNanos(atNs - earlier.atNs());
    }
  }

  private Probe(Running running) {
    this.running = running;
  }

  /** Starts one and waits until it is ready. */
  static Probe on(TestLan.Machine machine, String... options) {
    Probe probe = starting(machine, options);
    probe.awaitReady();
    return probe;
  }

  /** Starts without waiting. */
  static Probe starting(TestLan.Machine machine, String... options) {
    return new Probe(machine.java(LanProbe.class, options));
  }

  void awaitReady() {
    running.awaitStart("ready", START_MAX);
  }

  /** Announces an id made of one letter. */
  Event announce(char letter) {
    return announce(LanProbe.id(letter).value());
  }

  Event announce(String id) {
    running.tell("announce " + id);
    return await("announcing", START_MAX);
  }

  Event withdraw() {
    running.tell("withdraw");
    return await("withdrawing", START_MAX);
  }

  void hold(char letter) {
    running.tell("hold " + LanProbe.id(letter));
  }

  /** The next sighting of a letter, whoever else was sighted before or meanwhile. */
  Event sights(char letter, Duration max) {
    return await("sighted", LanProbe.id(letter).value(), max);
  }

  Event sights(String id, Duration max) {
    return await("sighted", id, max);
  }

  /** The first sighting of a letter that has an address in it. */
  Event sightsAt(char letter, String address, Duration max) {
    return event(
        running
            .awaitAfter(
                text ->
                    text.startsWith("sighted ")
                        && text.contains(LanProbe.id(letter).value())
                        && (text + " ").contains(" " + address + " "),
                0,
                max)
            .text());
  }

  /** When it began to listen. */
  Event listening() {
    return event(running.awaitAfter(text -> text.startsWith("listening "), 0, START_MAX).text());
  }

  Event loses(char letter, Duration max) {
    return await("lost", LanProbe.id(letter).value(), max);
  }

  /** Whether it has said that it sights or loses a letter since what was awaited last. */
  boolean mentions(char letter) {
    return running.said(text -> text.contains(LanProbe.id(letter).value()));
  }

  void stop() {
    running.tell("stop");
    running.awaitStart("stopped", START_MAX);
  }

  void sleep(boolean asleep) {
    running.sleep(asleep);
  }

  void kill() {
    running.kill();
  }

  String output() {
    return running.output();
  }

  private Event await(String word, Duration max) {
    return event(running.awaitStart(word + " ", max).text());
  }

  private Event await(String word, String id, Duration max) {
    int before = awaited.merge(word + " " + id, 1, Integer::sum) - 1;
    return event(
        running
            .awaitAfter(text -> text.startsWith(word + " ") && text.contains(id), before, max)
            .text());
  }

  private static Event event(String line) {
    String[] words = line.split(" ", 3);
    return new Event(Long.parseLong(words[1]), words[2]);
  }

  /** Prints and returns the middle of several durations. */
  static Duration median(String what, List<Duration> all) {
    List<Duration> sorted = new ArrayList<>(all);
    sorted.sort(null);
    Duration median = sorted.get(sorted.size() / 2);
    System.out.printf(
        "%s: median %.1f ms (%.1f to %.1f, n=%d)%n",
        what,
        median.toNanos() / 1e6,
        sorted.getFirst().toNanos() / 1e6,
        sorted.getLast().toNanos() / 1e6,
        sorted.size());
    return median;
  }
}
