package org.namedwebsockets.cli;

import java.util.Optional;
import org.namedwebsockets.cli.Settings.Flags;

/**
 * Where {@code nws} begins. With flags alone, or {@code run} and flags, it is the daemon, and then
 * picocli (15 MB) is never loaded: so this class must not name it. {@link DaemonFlags} reads them.
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
    System.exit(code(shell, args));
  }

  private static int code(Shell shell, String... args) {
    if (args.length == 1 && args[0].equals(TrainDaemon.WORD)) {
      return TrainDaemon.run(shell);
    }
    Optional<Flags> flags = DaemonFlags.read(args);
    return flags.isPresent() ? daemon(shell, flags.get()) : Commands.execute(shell, args);
  }

  private static int daemon(Shell shell, Flags flags) {
    try {
      return new Daemon(shell).run(shell.settings(flags));
    } catch (ConfigException e) {
      shell.complain(String.valueOf(e.getMessage()));
      return ExitCode.USAGE;
    }
  }
}
