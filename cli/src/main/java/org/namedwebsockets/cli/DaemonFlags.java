package org.namedwebsockets.cli;

import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.namedwebsockets.cli.Settings.Flags;

/**
 * The flags of the daemon, read without picocli, which takes 15 MB and longer to load than the
 * daemon to listen. Only what is plainly right is read here: {@code --key value} and {@code
 * --key=value} of settings that exist. All else is left to picocli, which says what is wrong with
 * it; what both understand they understand alike.
 */
final class DaemonFlags {
  private static final String CONFIG = "--config";

  private final Map<Setting, String> values = new EnumMap<>(Setting.class);
  private @Nullable String config;

  private DaemonFlags() {}

  /** What is given to the daemon; empty if this is no plain line for it. */
  static Optional<Flags> read(String... args) {
    DaemonFlags before = new DaemonFlags();
    DaemonFlags behind = new DaemonFlags();
    DaemonFlags now = before;
    for (Iterator<String> rest = List.of(args).iterator(); rest.hasNext(); ) {
      String word = rest.next();
      if (word.equals("run") && now == before) {
        now = behind;
      } else if (!now.take(word, rest)) {
        return Optional.empty();
      }
    }
    before.values.putAll(behind.values);
    Optional<String> config = Optional.ofNullable(behind.config);
    return Optional.of(
        new Flags(config.or(() -> Optional.ofNullable(before.config)), before.values));
  }

  private boolean take(String word, Iterator<String> rest) {
    int equals = word.indexOf('=');
    String flag = equals < 0 ? word : word.substring(0, equals);
    String value = equals < 0 && rest.hasNext() ? rest.next() : word.substring(equals + 1);
    // A value like a flag was forgotten, and one that begins with @ is for picocli a file of words.
    if (value.equals(word) || value.isEmpty() || value.startsWith("-") || value.startsWith("@")) {
      return false;
    }
    if (flag.equals(CONFIG)) {
      boolean isFirst = config == null;
      config = value;
      return isFirst;
    }
    Optional<Setting> setting =
        flag.startsWith("--") ? Setting.ofKey(flag.substring(2)) : Optional.empty();
    return setting.isPresent() && put(setting.get(), value);
  }

  private boolean put(Setting setting, String value) {
    String before = values.get(setting);
    values.put(setting, before == null ? value : before + "," + value);
    return before == null || setting.repeatable();
  }
}
