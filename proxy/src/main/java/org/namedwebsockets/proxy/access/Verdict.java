package org.namedwebsockets.proxy.access;

/** What becomes of a site that wants to open a socket. */
public enum Verdict {
  /** It may. */
  ALLOWED,
  /** It may not. */
  REFUSED,
  /** A person has to be asked. */
  ASK
}
