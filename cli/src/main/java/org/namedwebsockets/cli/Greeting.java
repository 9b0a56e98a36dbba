package org.namedwebsockets.cli;

/** What {@code nws} says once it runs. Pure. */
final class Greeting {
  private Greeting() {}

  static String text(String version, int port) {
    return """
    nws %s
    Console: http://localhost:%d/console
    Try it:  npx wscat -c ws://localhost:%d/local/hello/1   (a second terminal: .../local/hello/2)
    """
        .formatted(version, port, port);
  }
}
