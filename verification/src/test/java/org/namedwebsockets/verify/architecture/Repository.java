package org.namedwebsockets.verify.architecture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The files of this checkout. */
public final class Repository {
  private Repository() {}

  /**
   * Where the checkout is.
   *
   * @return the folder with {@code ARCHITECTURE.md} in it
   */
  public static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("ARCHITECTURE.md"))) {
      folder = folder.getParent();
      if (folder == null) {
        throw new IllegalStateException("run this inside the checkout");
      }
    }
    return folder;
  }

  /**
   * Reads a file.
   *
   * @param path from the root
   * @return its text
   * @throws IOException if it is not there
   */
  public static String text(String path) throws IOException {
    return Files.readString(root().resolve(path));
  }

  /**
   * All Java sources of ours.
   *
   * @return their paths, in order
   * @throws IOException if a folder cannot be read
   */
  public static List<Path> sources() throws IOException {
    try (Stream<Path> paths = Files.walk(root())) {
      return paths
          .filter(path -> path.toString().endsWith(".java"))
          .filter(path -> path.toString().matches(".*/src/(main|test)/java/.*"))
          .sorted()
          .toList();
    }
  }

  /**
   * The compiled main code of every module.
   *
   * @return the folders it is in
   * @throws IOException if the root cannot be read
   */
  public static List<Path> compiled() throws IOException {
    try (Stream<Path> modules = Files.list(root())) {
      return modules
          .filter(module -> Files.exists(module.resolve("pom.xml")))
          .map(module -> module.resolve("target/classes"))
          .filter(Files::isDirectory)
          .sorted()
          .toList();
    }
  }
}
