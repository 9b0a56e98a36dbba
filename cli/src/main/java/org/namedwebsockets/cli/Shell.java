package org.namedwebsockets.cli;

import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/**
 * What a command has around it.
 *
 * @param out for results
 * @param err for messages
 * @param environment the variables
 * @param systemFile the settings for the whole machine
 * @param in what is given to it
 * @param tty which of its streams are a terminal
 */
record Shell(
    PrintStream out,
    PrintStream err,
    Map<String, String> environment,
    Path systemFile,
    InputStream in,
    Tty tty) {

  /** Without input, and nobody looks. */
  Shell(PrintStream out, PrintStream err, Map<String, String> environment, Path systemFile) {
    this(out, err, environment, systemFile, InputStream.nullInputStream(), Tty.NONE);
  }

  /** The one this process was started from. */
  static Shell ofProcess() {
    return new Shell(
        System.out, System.err, System.getenv(), Settings.SYSTEM_FILE, System.in, Tty.ofProcess());
  }

  /** The settings in force; what was ignored is told on stderr. */
  Settings settings(Settings.Flags flags) throws ConfigException {
    Settings settings = Settings.resolve(flags, environment, systemFile);
    settings.warnings().forEach(this::complain);
    return settings;
  }

  /** Says what is wrong, on stderr. */
  void complain(String sentence) {
    err.println("nws: " + sentence);
  }

  /** Whether what we say may have colours: at a terminal that has any, unless NO_COLOR is set. */
  boolean isColoured() {
    return isScreen() && environment.getOrDefault("NO_COLOR", "").isEmpty();
  }

  /** Whether what we say is seen on a screen whose cursor can be moved. */
  boolean isScreen() {
    return tty.out() && !environment.getOrDefault("TERM", "").equals("dumb");
  }

  /** Writes text as UTF-8, whatever the terminal is said to speak. */
  void say(String text) {
    write(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Writes bytes as they are. */
  void write(byte[] bytes) {
    out.write(bytes, 0, bytes.length);
  }

  /** Brings out what was written; false if nobody reads any more. */
  boolean flush() {
    return !out.checkError();
  }
}
