package org.namedwebsockets.proxy.access;

/** What can be told from an origin by looking at it. */
public final class Sites {
  private static final int SHOWN_MAX = 60;

  private Sites() {}

  /**
   * Whose site it is, about: the last two words of its host name, whatever its scheme and port. One
   * person has any number of sites below a name of theirs, so these share what there is. Where
   * names are sold one word deeper ({@code co.uk}), some strangers share too.
   *
   * @param origin an origin
   * @return such as {@code example.org}; an address, or what has no host name, is its own parent
   */
  public static String parent(String origin) {
    String host = origin.replaceFirst("^[^/]*://", "").replaceFirst(":\\d*$", "");
    if (host.isEmpty() || host.startsWith("[") || host.matches("[0-9.]+")) {
      return host.isEmpty() ? origin : host;
    }
    String[] words = host.split("\\.", -1);
    int count = words.length;
    return count < 2 ? host : words[count - 2] + "." + words[count - 1];
  }

  /**
   * An origin for a person to read where there may be markup and little room: its end stays, which
   * says whose it is, and no letter but those of host names. Names in other scripts are left in
   * their plain form ({@code xn--…}), in which none looks like another.
   *
   * @param origin an origin
   * @return text without markup
   */
  public static String shown(String origin) {
    String plain = origin.replaceAll("[^A-Za-z0-9.:/\\[\\]_-]", "?");
    int over = plain.length() - SHOWN_MAX;
    return over > 0 ? "…" + plain.substring(over) : plain;
  }

  /**
   * Whether its host name stands for letters of another script, which may look like others.
   *
   * @param origin an origin
   * @return whether it does
   */
  public static boolean isOtherScript(String origin) {
    return origin.contains("xn--");
  }
}
