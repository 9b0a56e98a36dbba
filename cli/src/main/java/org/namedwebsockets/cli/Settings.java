package org.namedwebsockets.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.namedwebsockets.client.Token;
import org.namedwebsockets.proxy.ProxyConfig;

/**
 * The value of each setting and where it came from: flags over environment over file over defaults.
 * Checked: what can be asked of it can be used.
 */
final class Settings {
  /** The file for the whole machine. */
  static final Path SYSTEM_FILE = Path.of("/etc/nws/nws.conf");

  /** Variables that begin with {@code NWS_} and are no settings. */
  private static final List<String> OTHER_VARIABLES =
      List.of("NWS_CONFIG", "NWS_JAVA_OPTS", "NWS_FROM", DaemonFlags.VARIABLE, "NWS_TOKEN");

  private final Draft draft;
  private final Map<Setting, Source> sources;
  private final Optional<Path> file;
  private final List<String> warnings;

  private Settings(
      Draft draft, Map<Setting, Source> sources, Optional<Path> file, List<String> warnings) {
    this.draft = draft;
    this.sources = sources;
    this.file = file;
    this.warnings = List.copyOf(warnings);
  }

  /**
   * What was given at the command line.
   *
   * @param config what {@code --config} says
   * @param values the other flags
   */
  record Flags(Optional<String> config, Map<Setting, String> values) {
    static final Flags NONE = new Flags(Optional.empty(), Map.of());
  }

  private record Given(String text, Source source) {}

  /**
   * Brings all sources together.
   *
   * @param system the file to read if no other is there
   * @throws ConfigException naming the first value that cannot be used
   */
  static Settings resolve(Flags flags, Map<String, String> environment, Path system)
      throws ConfigException {
    Optional<Path> file = ConfigFile.find(flags.config(), environment, system);
    Map<Setting, Given> given = new EnumMap<>(Setting.class);
    if (file.isPresent()) {
      given.putAll(fromFile(file.get(), ConfigFile.read(file.get())));
    }
    given.putAll(fromEnvironment(environment));
    flags
        .values()
        .forEach((setting, text) ->
            given.put(setting, new Given(text, new Source.Flag(setting.flag()))));

    Draft draft = new Draft();
    Map<Setting, Source> sources = new EnumMap<>(Setting.class);
    for (Map.Entry<Setting, Given> entry : given.entrySet()) {
      put(draft, entry.getKey(), entry.getValue());
      sources.put(entry.getKey(), entry.getValue().source());
    }
    draft.originsFile = draft.originsFile.or(() -> stateFile(environment, "origins"));
    draft.tokenFile = draft.tokenFile.or(() -> stateFile(environment, "token"));
    Settings settings = new Settings(draft, sources, file, unknownVariables(environment));
    settings.checkTogether();
    return settings;
  }

  /** In the directory systemd gives a unit, else where the user's programs keep their state. */
  private static Optional<Path> stateFile(Map<String, String> environment, String name) {
    String unit = environment.getOrDefault("STATE_DIRECTORY", "");
    return unit.startsWith("/")
        ? Optional.of(Path.of(unit, name))
        : Token.usualFolder(environment).map(folder -> folder.resolve(name));
  }

  private static void put(Draft draft, Setting setting, Given given) throws ConfigException {
    try {
      setting.put(draft, given.text());
    } catch (IllegalArgumentException _) {
      String name =
          given.source() instanceof Source.Line line
              ? line.text() + ": " + setting.key()
              : given.source().text();
      throw new ConfigException(
          "%s wants %s, not '%s'.".formatted(name, setting.wanted(), Quoted.of(given.text())));
    }
  }

  private static Map<Setting, Given> fromFile(Path file, List<ConfigFile.Entry> entries)
      throws ConfigException {
    Map<Setting, Given> found = new EnumMap<>(Setting.class);
    for (ConfigFile.Entry entry : entries) {
      Source.Line source = new Source.Line(file, entry.line());
      Optional<Setting> setting = Setting.ofKey(entry.key());
      if (setting.isEmpty()) {
        throw new ConfigException(
            "%s: there is no setting '%s'%s"
                .formatted(
                    source.text(),
                    Quoted.of(entry.key()),
                    ending(Nearest.hint(entry.key(), ConfigFile.keys()))));
      }
      Given before = found.get(setting.get());
      String text = entry.value();
      if (before != null) {
        if (!setting.get().repeatable()) {
          throw new ConfigException(
              "%s: %s is set a second time; the first is at %s."
                  .formatted(source.text(), setting.get().key(), before.source().text()));
        }
        text = before.text() + "," + text;
      }
      found.put(setting.get(), new Given(text, source));
    }
    return found;
  }

  private static Map<Setting, Given> fromEnvironment(Map<String, String> environment) {
    Map<Setting, Given> found = new EnumMap<>(Setting.class);
    for (Setting setting : Setting.values()) {
      String text = environment.getOrDefault(setting.variable(), "");
      if (!text.isEmpty()) {
        found.put(setting, new Given(text, new Source.Variable(setting.variable())));
      }
    }
    return found;
  }

  private static List<String> unknownVariables(Map<String, String> environment) {
    List<String> known = new ArrayList<>(OTHER_VARIABLES);
    for (Setting setting : Setting.values()) {
      known.add(setting.variable());
    }
    return environment.keySet().stream()
        .filter(name -> name.startsWith("NWS_") && !known.contains(name))
        .sorted()
        .map(name ->
            "The variable %s means nothing to nws%s"
                .formatted(Quoted.of(name), ending(Nearest.hint(name, known))))
        .toList();
  }

  private static String ending(String hint) {
    return hint.isEmpty() ? "." : hint;
  }

  private void checkTogether() throws ConfigException {
    if (draft.programs == Programs.TOKEN && draft.tokenFile.isEmpty()) {
      throw new ConfigException("programs (token) needs a place for the token: set token-file.");
    }
    if (draft.silenceMax.compareTo(draft.pingAfter) <= 0) {
      throw against(Setting.SILENCE_MAX, "longer than", Setting.PING_AFTER);
    }
    Setting message = Setting.MESSAGE_MAX;
    if (draft.outboxMax < ProxyConfig.OUTBOX_MESSAGES_MIN * draft.messageMax) {
      throw against(Setting.OUTBOX_MAX, times(ProxyConfig.OUTBOX_MESSAGES_MIN), message);
    }
    if (draft.backlogMax < ProxyConfig.BACKLOG_MESSAGES_MIN * draft.messageMax) {
      throw against(Setting.BACKLOG_MAX, times(ProxyConfig.BACKLOG_MESSAGES_MIN), message);
    }
    if (draft.partialMax < draft.messageMax) {
      throw against(Setting.PARTIAL_MAX, "at least", message);
    }
  }

  private static String times(int count) {
    return "at least " + count + " times";
  }

  private ConfigException against(Setting left, String relation, Setting right) {
    return new ConfigException(
        "%s must be %s %s.".formatted(withSource(left), relation, withSource(right)));
  }

  private String withSource(Setting setting) {
    return "%s (%s, %s)".formatted(setting.key(), text(setting), source(setting).text());
  }

  /** The value in force, as one would write it; empty for an empty list. */
  String text(Setting setting) {
    return setting.text(draft);
  }

  /** Where the value in force came from; the last place, for a list put together in a file. */
  Source source(Setting setting) {
    return sources.getOrDefault(setting, new Source.Default());
  }

  /** The file that was read. */
  Optional<Path> file() {
    return file;
  }

  /** Sentences about what was ignored. */
  List<String> warnings() {
    return warnings;
  }

  /** What the proxy is told. */
  ProxyConfig proxyConfig() {
    return draft.proxyConfig();
  }

  /** Where the token is kept, if one is asked for. */
  Optional<Path> tokenFile() {
    return draft.tokenFile;
  }

  LogLevel logLevel() {
    return draft.log;
  }

  LogFormat logFormat() {
    return draft.logFormat;
  }
}
