package org.namedwebsockets.verify.browser;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The fenced blocks of a folder of Markdown files, by the headings they stand under. */
final class GuideSnippets {
  private static final Pattern FENCE = Pattern.compile("```(\\w+)(?: (\\w+))?");
  private static final Pattern PRINTS = Pattern.compile(".*// → (.*)");

  /** What a person types, not a program to run. */
  private static final Set<String> TO_READ = Set.of("console");

  private GuideSnippets() {}

  /**
   * All blocks under one heading.
   *
   * @param title file and heading
   * @param snippets in their order
   */
  record Section(String title, List<Snippet> snippets) {}

  /**
   * One block.
   *
   * @param language the word behind the fence
   * @param page the second word: which page it runs in
   * @param code its lines
   */
  record Snippet(String language, String page, String code) {
    /** What its lines say they print. */
    List<String> prints() {
      return code.lines()
          .map(PRINTS::matcher)
          .filter(Matcher::matches)
          .map(line -> line.group(1))
          .toList();
    }
  }

  /** Those sections of all files that have blocks to run. */
  static List<Section> of(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".md"))
          .sorted()
          .flatMap(file -> sections(file).stream())
          .filter(section -> !section.snippets().isEmpty())
          .toList();
    }
  }

  private static List<Section> sections(Path file) {
    List<Section> sections = new ArrayList<>();
    sections.add(new Section(file.getFileName().toString(), new ArrayList<>()));
    StringBuilder code = null;
    Matcher fence = FENCE.matcher("");
    for (String line : lines(file)) {
      if (code != null && line.equals("```")) {
        String page = fence.group(2) == null ? "ann" : fence.group(2);
        if (!TO_READ.contains(fence.group(1))) {
          sections.getLast().snippets().add(new Snippet(fence.group(1), page, code.toString()));
        }
        code = null;
      } else if (code != null) {
        code.append(line).append('\n');
      } else if (fence.reset(line).matches()) {
        code = new StringBuilder();
      } else if (line.startsWith("## ")) {
        String title = file.getFileName() + ": " + line.substring(3);
        sections.add(new Section(title, new ArrayList<>()));
      }
    }
    return sections;
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
