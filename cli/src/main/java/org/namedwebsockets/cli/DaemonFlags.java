package org.namedwebsockets.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import org.namedwebsockets.cli.Settings.Flags;
import picocli.CommandLine;

/**
 * What was given to {@code nws run}, said as variables, for a shell: the launchers ask for that
 * first and start the daemon with them, so that it never loads the parser of flags.
 */
final class DaemonFlags {
  static final String VARIABLE = "NWS_GIVEN";

  private DaemonFlags() {}

  /** Whether the launcher asks. */
  static boolean isAsked(Shell shell) {
    return shell.environment().containsKey(VARIABLE);
  }

  /**
   * Says it. Of any command but the daemon's, and where help is wanted, nothing: what is said here
   * a shell carries out.
   */
  static int say(Shell shell, CommandLine command) throws ConfigException {
    String name = command.getCommandName();
    if (command.isUsageHelpRequested()
        || command.isVersionHelpRequested()
        || !(name.equals("nws") || name.equals("run"))) {
      return ExitCode.OK;
    }
    Flags flags = SettingOptions.given(command);
    Settings.resolve(flags, shell.environment(), shell.systemFile());
    shell.say(exports(flags));
    return shell.flush() ? ExitCode.OK : ExitCode.FAILURE;
  }

  /** Lines for a shell; none if a variable cannot say it, because an empty one counts as none. */
  static String exports(Flags flags) {
    Map<String, String> variables = new LinkedHashMap<>();
    flags.config().ifPresent(file -> variables.put("NWS_CONFIG", file));
    flags.values().forEach((setting, text) -> variables.put(setting.variable(), text));
    if (variables.containsValue("")) {
      return "";
    }
    StringBuilder lines = new StringBuilder();
    variables.forEach((name, text) ->
        lines
            .append("export ")
            .append(name)
            .append("='")
            .append(text.replace("'", "'\\''"))
            .append("'\n"));
    return lines.toString();
  }
}
