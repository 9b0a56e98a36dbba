package org.namedwebsockets.cli;

import java.util.Objects;

/** Which {@code nws} this is. */
final class Version {
  private Version() {}

  /** As the build named it, such as {@code 0.1.0}; "(unpackaged)" where there is no jar. */
  static String text() {
    return Objects.requireNonNullElse(
        Version.class.getPackage().getImplementationVersion(), "(unpackaged)");
  }
}
