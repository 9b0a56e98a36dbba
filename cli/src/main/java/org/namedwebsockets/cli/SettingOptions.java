package org.namedwebsockets.cli;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.namedwebsockets.cli.Settings.Flags;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** The {@link Setting} table as picocli options. */
final class SettingOptions {
  private static final String CONFIG = "--config";

  private SettingOptions() {}

  /** Gives a command {@code --config} and one option for each setting. */
  static CommandSpec add(CommandSpec command, Setting... settings) {
    command.addOption(
        OptionSpec.builder(CONFIG)
            .type(String.class)
            .paramLabel("FILE")
            .description(
                "File of settings; else $NWS_CONFIG, else ~/.config/nws/nws.conf,"
                    + " else /etc/nws/nws.conf.")
            .build());
    for (Setting setting : settings) {
      command.addOption(option(setting));
    }
    return command;
  }

  private static OptionSpec option(Setting setting) {
    String text = setting.defaultText();
    return OptionSpec.builder(setting.flag())
        .type(setting.repeatable() ? List.class : String.class)
        .auxiliaryTypes(String.class)
        .arity("1")
        .paramLabel(setting.label())
        .description(setting.line().replace("%", "%%") + (text.isEmpty() ? "" : " [" + text + "]"))
        .build();
  }

  /** What was given, the command's own options over those of the commands before it. */
  static Flags given(CommandLine command) {
    ParseResult parsed = command.getParseResult();
    CommandLine parent = command.getParent();
    Flags outer = parent == null ? Flags.NONE : given(parent);
    Map<Setting, String> values = new EnumMap<>(Setting.class);
    values.putAll(outer.values());
    for (Setting setting : Setting.values()) {
      value(parsed, setting).ifPresent(text -> values.put(setting, text));
    }
    Optional<String> config = Optional.ofNullable(parsed.matchedOptionValue(CONFIG, null));
    return new Flags(config.or(outer::config), values);
  }

  private static Optional<String> value(ParseResult parsed, Setting setting) {
    if (!parsed.hasMatchedOption(setting.flag())) {
      return Optional.empty();
    }
    return Optional.of(String.join(",", parsed.matchedOption(setting.flag()).stringValues()));
  }
}
