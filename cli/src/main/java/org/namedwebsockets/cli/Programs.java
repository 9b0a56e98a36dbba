package org.namedwebsockets.cli;

/** Which programs of this machine may open sockets. */
enum Programs {
  /** All, whoever runs them. */
  ANY,
  /** Those that show the token; pages too. */
  TOKEN
}
