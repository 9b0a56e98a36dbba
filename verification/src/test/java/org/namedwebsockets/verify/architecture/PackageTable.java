package org.namedwebsockets.verify.architecture;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The table of packages: who may use whom.
 *
 * @param rows each package and what its row says
 */
record PackageTable(Map<String, Row> rows) {
  private static final Pattern CODE = Pattern.compile("`([a-z][a-z0-9.]*)`");

  /** What kind of state a package may hold. */
  enum Kind {
    /** Values and pure functions. */
    VALUES,
    /** Confined to the hub's loop. */
    LOOP,
    /** Where bytes, threads and clocks are. */
    EDGE
  }

  /**
   * One row.
   *
   * @param kind what state it may hold
   * @param uses packages of ours, and packages of libraries with all that is below them
   */
  record Row(Kind kind, List<String> uses) {}

  /** Reads the first table with the columns package, in one line, kind, may use. */
  static PackageTable read(String markdown) {
    Map<String, Row> rows = new LinkedHashMap<>();
    boolean inside = false;
    for (String line : markdown.lines().toList()) {
      List<String> cells = List.of(line.strip().split("\\s*\\|\\s*", -1));
      if (line.startsWith("| package |")) {
        inside = true;
      } else if (inside && !line.startsWith("|")) {
        break;
      } else if (inside && !line.startsWith("|---")) {
        String name = codes(cells.get(1)).getFirst();
        Kind kind = Kind.valueOf(cells.get(3).toUpperCase(java.util.Locale.ROOT));
        if (rows.put(name, new Row(kind, codes(cells.get(4)))) != null) {
          throw new IllegalArgumentException("two rows for " + name);
        }
      }
    }
    if (rows.isEmpty()) {
      throw new IllegalArgumentException("there is no table of packages");
    }
    return new PackageTable(rows);
  }

  private static List<String> codes(String cell) {
    List<String> codes = new ArrayList<>();
    Matcher matcher = CODE.matcher(cell);
    while (matcher.find()) {
      codes.add(matcher.group(1));
    }
    return codes;
  }
}
