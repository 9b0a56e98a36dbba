package org.namedwebsockets.cli;

/** What {@code nws} says once it runs. Pure. */
final class Greeting {
  private Greeting() {}

  static String text(String version, int port, boolean asksForToken) {
    return asksForToken
        ? """
        nws %s
        Console: http://localhost:%d/console   (asks for a token; a link: nws token --console)
        """
            .formatted(version, port)
        : """
        nws %s
        Console: http://localhost:%d/console
        Try it:  npx wscat -c ws://localhost:%d/local/hello/1   (a second terminal: .../local/hello/2)
        """
            .formatted(version, port, port);
  }
}
