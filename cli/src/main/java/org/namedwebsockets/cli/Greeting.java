package org.namedwebsockets.cli;

/** What {@code nws} says once it runs. Pure. */
final class Greeting {
  private Greeting() {}

  static String text(String version, int port, boolean asksForToken) {
    String console = "nws %s%nConsole: http://localhost:%d/console".formatted(version, port);
    return asksForToken
        ? console + "   (asks for a token; a link: nws token --console)\n"
        : console
            + """

            Try it:  npx wscat -c ws://localhost:%d/local/hello/1   (a second terminal: .../hello/2)
            """
                .formatted(port);
  }
}
