package org.namedwebsockets.cli;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.DefaultParser;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.Options;
import org.apache.commons.cli.ParseException;
import org.namedwebsockets.cli.Settings.Flags;

/**
 * The flags of the daemon, read without picocli, which takes 15 MB and longer to load than the
 * daemon to listen. Only what is plainly right is taken from here: {@code --key value} and {@code
 * --key=value} of settings that exist. All else is left to picocli, which says what is wrong with
 * it; what both understand they understand alike.
 */
final class DaemonFlags {
  private static final String CONFIG = "config";
  private static final String RUN = "run";

  private DaemonFlags() {}

  /** What is given to the daemon; empty if this is no plain line for it. */
  static Optional<Flags> read(String... args) {
    if (args.length == 0) {
      return Optional.of(Flags.NONE);
    }
    if (Stream.of(args).anyMatch(DaemonFlags::isOdd)) {
      return Optional.empty();
    }
    try {
      CommandLine before = parsed(args);
      List<String> rest = before.getArgList();
      if (!rest.isEmpty() && !rest.getFirst().equals(RUN)) {
        return Optional.empty();
      }
      CommandLine behind = parsed(rest.stream().skip(1).toArray(String[]::new));
      return isPlain(before) && isPlain(behind) && behind.getArgList().isEmpty()
          ? Optional.of(flags(before, behind))
          : Optional.empty();
    } catch (ParseException _) {
      return Optional.empty();
    }
  }

  /** Whether it is one of the forms that the two libraries read in different ways. */
  private static boolean isOdd(String word) {
    return word.equals("--") || (word.startsWith("-") && !word.startsWith("--"));
  }

  /** As far as there are flags. */
  private static CommandLine parsed(String... args) throws ParseException {
    Options options = new Options();
    options.addOption(option(CONFIG));
    for (Setting setting : Setting.values()) {
      options.addOption(option(setting.key()));
    }
    return DefaultParser.builder()
        .setAllowPartialMatching(false)
        .setStripLeadingAndTrailingQuotes(false)
        .get()
        .parse(options, args, true);
  }

  private static Option option(String key) {
    return Option.builder().longOpt(key).hasArg().get();
  }

  /** Whether no flag lacks its value or has two, and no value would be more to picocli. */
  private static boolean isPlain(CommandLine line) {
    return Arrays.stream(line.getOptions())
        .allMatch(option -> isPlain(line.getOptionValues(option), isRepeatable(option)));
  }

  private static boolean isRepeatable(Option option) {
    return Setting.ofKey(option.getLongOpt()).filter(Setting::repeatable).isPresent();
  }

  /** A value like a flag was forgotten; one that begins with @ is for picocli a file of words. */
  private static boolean isPlain(String[] values, boolean mayRepeat) {
    return (values.length == 1 || mayRepeat)
        && Stream.of(values)
            .noneMatch(it -> it.isEmpty() || it.startsWith("-") || it.startsWith("@"));
  }

  private static Flags flags(CommandLine before, CommandLine behind) {
    Map<Setting, String> values = new EnumMap<>(Setting.class);
    for (Setting setting : Setting.values()) {
      CommandLine line = behind.hasOption(setting.key()) ? behind : before;
      if (line.hasOption(setting.key())) {
        values.put(setting, String.join(",", line.getOptionValues(setting.key())));
      }
    }
    String config = behind.getOptionValue(CONFIG, before.getOptionValue(CONFIG));
    return new Flags(Optional.ofNullable(config), values);
  }
}
