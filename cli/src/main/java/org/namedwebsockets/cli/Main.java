package org.namedwebsockets.cli;

/**
 * Where {@code nws} begins. Without arguments, or with {@code run} alone, it is the daemon, and
 * then picocli (15 MB) is never loaded: so this class must not name it. Flags of the daemon are
 * read by a process before it: {@link DaemonFlags}.
 */
public final class Main {
  private Main() {}

  /**
   * Runs a command and ends the process with its {@link ExitCode}.
   *
   * @param args the command and its flags; none to run the proxy
   */
  public static void main(String[] args) {
    // By name: touching the class would already make the runtime choose the usual one.
    System.setProperty("java.util.logging.manager", "org.namedwebsockets.cli.LastingLogManager");
    Shell shell = Shell.ofProcess();
    String word = args.length == 0 ? "run" : args.length == 1 ? args[0] : "";
    int code =
        switch (word) {
          case "run" -> daemon(shell);
          case TrainDaemon.WORD -> TrainDaemon.run(shell);
          default -> Commands.execute(shell, args);
        };
    System.exit(code);
  }

  private static int daemon(Shell shell) {
    try {
      return new Daemon(shell).run(shell.settings(Settings.Flags.NONE));
    } catch (ConfigException e) {
      shell.complain(String.valueOf(e.getMessage()));
      return ExitCode.USAGE;
    }
  }
}
