package org.namedwebsockets.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import org.namedwebsockets.cli.Settings.Flags;

/**
 * What was given to {@code nws run}, said as variables, for a shell: the launchers ask for that
 * first and start the daemon with them, so that it never loads the parser of flags.
 */
final class Given {
  private Given() {}

  /** Whether the launcher asks. */
  static boolean isAsked() {
    return Boolean.getBoolean("nws.given");
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
