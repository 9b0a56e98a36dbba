package org.namedwebsockets.cli;

/** Text of others inside a message of ours: short, and without a character that moves a cursor. */
final class Quoted {
  private static final int LENGTH_MAX = 80;

  private Quoted() {}

  static String of(String text) {
    String shown = text.length() > LENGTH_MAX ? text.substring(0, LENGTH_MAX) + "…" : text;
    return shown.replaceAll("\\p{Cntrl}", "?");
  }
}
