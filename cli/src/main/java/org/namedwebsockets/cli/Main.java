package org.namedwebsockets.cli;

/**
 * Where {@code nws} begins. Without arguments it is the daemon, and then picocli (15 MB) is never
 * loaded: so this class must not name it.
 */
public final class Main {
  private Main() {}

  /**
   * Runs a command and ends the process with its {@link ExitCode}.
   *
   * @param args the command and its flags; none to run the proxy
   */
  public static void main(String[] args) {
    LastingLogManager.install();
    Shell shell = Shell.ofProcess();
    int code = args.length == 0 ? daemon(shell) : Commands.execute(shell, args);
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
