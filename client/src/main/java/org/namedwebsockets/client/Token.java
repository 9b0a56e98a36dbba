package org.namedwebsockets.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a program shows to a proxy that was started with {@code --programs token}. It is looked for
 * each time a connection is made, so a new one is found when the connection comes back.
 */
public final class Token {
  /** Shows nothing. */
  public static final Token NONE = new Token("", null);

  private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");
  private static final String LISTENING = "0A";

  /** As the kernel writes 127.0.0.1 and ::1, and the addresses that stand for all. */
  private static final Set<String> REACHED =
      Set.of(
          "0100007F",
          "00000000",
          "00000000000000000000000001000000",
          "00000000000000000000000000000000",
          "0000000000000000FFFF00000100007F");

  private static final int ROOT = 0;

  private final String text;
  private final @Nullable Path file;

  private Token(String text, @Nullable Path file) {
    this.text = text;
    this.file = file;
  }

  /**
   * A token that is known.
   *
   * @param text the token
   * @return what shows it to any proxy
   */
  public static Token of(String text) {
    return new Token(text, null);
  }

  /**
   * A token in a file. It is shown on this machine only, and where that can be told (on Linux) only
   * if the owner of the file, or root, listens on the port: another user may have taken it, or may
   * be about to.
   *
   * @param file where; it need not be there
   * @return what shows it
   */
  public static Token inFile(Path file) {
    return new Token("", file);
  }

  /**
   * The token of the variable {@code NWS_TOKEN}, else of the file that {@code NWS_TOKEN_FILE}
   * names, else of the usual one.
   *
   * @return what shows it, if there is one
   */
  public static Token usual() {
    return usual(System.getenv());
  }

  static Token usual(Map<String, String> environment) {
    String text = environment.getOrDefault("NWS_TOKEN", "");
    if (!text.isEmpty()) {
      return of(text);
    }
    String named = environment.getOrDefault("NWS_TOKEN_FILE", "");
    if (!named.isEmpty()) {
      return inFile(Path.of(named));
    }
    return usualFolder(environment).map(folder -> inFile(folder.resolve("token"))).orElse(NONE);
  }

  /**
   * Where a person's proxy keeps its token, and what else it must find again.
   *
   * @param environment that of the person's programs
   * @return the folder; empty if there is no home
   */
  public static Optional<Path> usualFolder(Map<String, String> environment) {
    String state = environment.getOrDefault("XDG_STATE_HOME", "");
    String home = environment.getOrDefault("HOME", "");
    if (state.startsWith("/")) {
      return Optional.of(Path.of(state, "nws"));
    }
    return home.isEmpty() ? Optional.empty() : Optional.of(Path.of(home, ".local", "state", "nws"));
  }

  /**
   * The token for a proxy.
   *
   * @param host where it is
   * @param port its local port
   * @return the token; empty if there is none, or it must not be shown there
   */
  public Optional<String> shownTo(String host, int port) {
    if (file == null) {
      return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }
    if (!LOOPBACK.contains(host)) {
      return Optional.empty();
    }
    try {
      String kept = Files.readString(file).strip();
      return kept.isEmpty() || !mayBeShown(file, port) ? Optional.empty() : Optional.of(kept);
    } catch (IOException _) {
      return Optional.empty(); // none is there, or it is somebody else's
    }
  }

  private static boolean mayBeShown(Path file, int port) throws IOException {
    Path net = Path.of("/proc/net");
    if (!Files.isReadable(net.resolve("tcp"))) {
      return true; // not Linux: nobody tells
    }
    int owner = (Integer) Files.getAttribute(file, "unix:uid");
    StringBuilder tables = new StringBuilder();
    for (String table : List.of("tcp", "tcp6")) {
      Path path = net.resolve(table);
      tables.append(Files.isReadable(path) ? Files.readString(path, ISO_8859_1) : "");
    }
    return isOwn(tables.toString(), port, owner);
  }

  /**
   * Whether this user, or root, listens on a port, and nobody else. Nobody at all is not enough:
   * another user could take the port before we connect. Pure.
   */
  static boolean isOwn(String tables, int port, int owner) {
    List<String> users =
        tables
            .lines()
            .map(line -> line.strip().split("\\s+"))
            .filter(f -> f.length > 9 && f[3].equals(LISTENING) && isAt(f[1], port))
            .map(f -> f[7])
            .toList();
    List<String> ours = List.of(String.valueOf(owner), String.valueOf(ROOT));
    return !users.isEmpty() && ours.containsAll(users);
  }

  /** What listens elsewhere is not what we connect to. */
  private static boolean isAt(String local, int port) {
    String ending = ":%04X".formatted(port);
    return local.endsWith(ending)
        && REACHED.contains(local.substring(0, local.length() - ending.length()));
  }

  /** Never what it shows. */
  @Override
  public String toString() {
    return file == null ? "Token" : "Token in " + file;
  }
}
