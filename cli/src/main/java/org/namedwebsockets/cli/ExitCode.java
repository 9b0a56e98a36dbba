package org.namedwebsockets.cli;

/**
 * What {@code nws} tells the shell. An end by signal is 128 plus the signal's number, as the Java
 * runtime has it: 130 after Ctrl-C, 143 after SIGTERM.
 */
final class ExitCode {
  /** Done. */
  static final int OK = 0;

  /** It did not work; the message on stderr says why. */
  static final int FAILURE = 1;

  /** A command, flag, variable or file line that cannot be used. */
  static final int USAGE = 2;

  /** What was waited for did not come in time. */
  static final int TIMED_OUT = 3;

  /** The port is taken: nothing is wrong here, and later it may work ({@code EX_TEMPFAIL}). */
  static final int PORT_TAKEN = 75;

  private ExitCode() {}
}
