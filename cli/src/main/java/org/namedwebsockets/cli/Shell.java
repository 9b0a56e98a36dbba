package org.namedwebsockets.cli;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;

/**
 * What a command has around it.
 *
 * @param out for results
 * @param err for messages
 * @param environment the variables
 * @param systemFile the settings for the whole machine
 */
record Shell(PrintStream out, PrintStream err, Map<String, String> environment, Path systemFile) {

  /** The one this process was started from. */
  static Shell ofProcess() {
    return new Shell(System.out, System.err, System.getenv(), Settings.SYSTEM_FILE);
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
}
