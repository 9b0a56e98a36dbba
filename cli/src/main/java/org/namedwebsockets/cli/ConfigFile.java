package org.namedwebsockets.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A file of settings: {@code key = value} on each line; a line that begins with {@code #} or {@code
 * !} is a comment; a backslash at the end goes on with the next line. UTF-8.
 */
final class ConfigFile {
  private static final int FILE_BYTES_MAX = 1 << 20;

  /** One setting in the file, at the line where it begins, counted from 1. */
  record Entry(int line, String key, String value) {}

  private ConfigFile() {}

  /**
   * Finds the file to read.
   *
   * @param flag what {@code --config} says, if it is there
   * @param environment for {@code NWS_CONFIG}, {@code XDG_CONFIG_HOME} and {@code HOME}
   * @param system the file for the whole machine
   * @return empty if nobody named one and none is in the usual places
   * @throws ConfigException if one was named and is not there
   */
  static Optional<Path> find(Optional<String> flag, Map<String, String> environment, Path system)
      throws ConfigException {
    String variable = environment.getOrDefault("NWS_CONFIG", "");
    if (flag.isPresent()) {
      return Optional.of(named("--config", flag.get()));
    }
    if (!variable.isEmpty()) {
      return Optional.of(named("NWS_CONFIG", variable));
    }
    return usual(environment, system);
  }

  /** The first of the usual places where there is one. */
  private static Optional<Path> usual(Map<String, String> environment, Path system) {
    String xdg = environment.getOrDefault("XDG_CONFIG_HOME", "");
    String home = environment.getOrDefault("HOME", "");
    List<Path> places = new ArrayList<>();
    if (xdg.startsWith("/")) {
      places.add(Path.of(xdg, "nws", "nws.conf"));
    } else if (!home.isEmpty()) {
      places.add(Path.of(home, ".config", "nws", "nws.conf"));
    }
    places.add(system);
    return places.stream().filter(Files::exists).findFirst();
  }

  private static Path named(String source, String name) throws ConfigException {
    Path file = Path.of(name);
    if (!Files.exists(file)) {
      throw new ConfigException(source + " names a file that is not there: " + name);
    }
    return file;
  }

  /**
   * Reads a file.
   *
   * @throws ConfigException if it cannot be read or has a line that is no setting
   */
  static List<Entry> read(Path file) throws ConfigException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(FILE_BYTES_MAX + 1);
      if (bytes.length > FILE_BYTES_MAX) {
        throw new ConfigException(file + " is longer than 1 MiB, so it is no file of settings.");
      }
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return parse(file.toString(), text);
    } catch (NoSuchFileException _) {
      throw new ConfigException(file + " is not there any more.");
    } catch (CharacterCodingException _) {
      throw new ConfigException(file + " is not UTF-8 text.");
    } catch (IOException e) {
      throw new ConfigException(file + " cannot be read: " + reason(e));
    }
  }

  private static String reason(IOException e) {
    return e instanceof AccessDeniedException ? "no permission." : String.valueOf(e.getMessage());
  }

  /**
   * Reads the text of a file. Pure.
   *
   * @param name the file, for messages
   * @throws ConfigException if a line is no setting
   */
  static List<Entry> parse(String name, String text) throws ConfigException {
    List<Entry> entries = new ArrayList<>();
    List<String> lines = text.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      int first = i + 1;
      StringBuilder whole = new StringBuilder(lines.get(i).strip());
      if (isComment(whole)) {
        continue;
      }
      while (whole.charAt(whole.length() - 1) == '\\' && i + 1 < lines.size()) {
        whole.setLength(whole.length() - 1);
        whole.append(lines.get(++i).strip());
      }
      entries.add(entry(name, first, whole.toString()));
    }
    return entries;
  }

  private static boolean isComment(CharSequence line) {
    return line.isEmpty() || line.charAt(0) == '#' || line.charAt(0) == '!';
  }

  private static Entry entry(String name, int line, String text) throws ConfigException {
    String[] parts = text.split("[=:]", 2);
    if (parts.length < 2 || parts[0].isBlank()) {
      throw new ConfigException(
          "%s:%d: '%s' is no setting; wanted key = value, for example port = %s."
              .formatted(name, line, Quoted.of(text), Setting.PORT.defaultText()));
    }
    return new Entry(line, parts[0].strip(), parts[1].strip());
  }

  /** The keys a file may hold. */
  static List<String> keys() {
    return Arrays.stream(Setting.values()).map(Setting::key).toList();
  }
}
