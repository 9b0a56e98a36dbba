package org.namedwebsockets.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** {@code nws config}: each setting, its value in force and where that came from. */
final class ConfigCommand {
  private static final String JSON = "--json";

  private ConfigCommand() {}

  static CommandSpec spec(Shell shell) {
    CommandSpec spec =
        Commands.spec(
            "Shows each setting, its value in force and where that came from.",
            command -> {
              Settings settings = shell.settings(SettingOptions.given(command));
              boolean asJson = command.getParseResult().hasMatchedOption(JSON);
              shell.out().print(asJson ? json(settings) : table(settings));
              return ExitCode.OK;
            });
    spec.addOption(OptionSpec.builder(JSON).description("As one JSON object.").build());
    return SettingOptions.add(spec, Setting.values());
  }

  /** One line for each setting, in columns. */
  static String table(Settings settings) {
    int keyWidth = 0;
    int textWidth = 1;
    for (Setting setting : Setting.values()) {
      keyWidth = Math.max(keyWidth, setting.key().length());
      textWidth = Math.max(textWidth, settings.text(setting).length());
    }
    String row = "%-" + keyWidth + "s  %-" + textWidth + "s  %s%n";
    StringBuilder out = new StringBuilder();
    for (Setting setting : Setting.values()) {
      String text = settings.text(setting);
      out.append(
          row.formatted(
              setting.key(), text.isEmpty() ? "-" : text, settings.source(setting).text()));
    }
    return out.toString();
  }

  /** The same as JSON: key to {@code value} and {@code source}. */
  static String json(Settings settings) {
    StringBuilder out = new StringBuilder("{");
    for (Setting setting : Setting.values()) {
      Json.string(out.append(out.length() == 1 ? "\n  " : ",\n  "), setting.key());
      Json.string(out.append(": {\"value\": "), settings.text(setting));
      Json.string(out.append(", \"source\": "), settings.source(setting).text());
      out.append('}');
    }
    return out.append("\n}\n").toString();
  }
}
