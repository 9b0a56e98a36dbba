package org.namedwebsockets.cli;

/** A configuration that cannot be used; the message is one sentence for the user. */
final class ConfigException extends Exception {
  ConfigException(String message) {
    super(message);
  }
}
