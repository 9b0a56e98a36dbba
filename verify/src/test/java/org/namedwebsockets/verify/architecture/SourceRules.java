package org.namedwebsockets.verify.architecture;

import com.sun.source.tree.CatchTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.SynchronizedTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/**
 * The rules for one source file, each broken one a sentence.
 *
 * @param path where the file stands, with slashes
 * @param text what is in it
 */
record SourceRules(String path, String text) {
  static final int FILE_LINES_MAX = 400;
  static final int METHOD_LINES_MAX = 40;
  static final int LINE_LENGTH_MAX = 100;

  private static final Set<String> NO_NOUNS =
      Set.of(
          "manager",
          "service",
          "processor",
          "helper",
          "util",
          "utils",
          "info",
          "data",
          "impl",
          "abstract");

  /** What is wrong with the file. */
  List<String> broken() throws IOException {
    List<String> broken = new ArrayList<>();
    List<String> lines = text.lines().toList();
    if (lines.size() > FILE_LINES_MAX) {
      broken.add(path + " has " + lines.size() + " lines, " + FILE_LINES_MAX + " are allowed");
    }
    for (int i = 0; i < lines.size(); i++) {
      int length = lines.get(i).codePointCount(0, lines.get(i).length());
      if (length > LINE_LENGTH_MAX && !lines.get(i).startsWith("import ")) {
        broken.add(path + ":" + (i + 1) + " is " + length + " long");
      }
    }
    JavacTask task =
        (JavacTask)
            ToolProvider.getSystemJavaCompiler()
                .getTask(null, null, _ -> {}, List.of("-proc:none"), null, List.of(source()));
    for (CompilationUnitTree unit : task.parse()) {
      new Scan(unit, Trees.instance(task), broken).scan(unit, null);
    }
    return broken;
  }

  private JavaFileObject source() {
    return new SimpleJavaFileObject(URI.create("string:///X.java"), JavaFileObject.Kind.SOURCE) {
      @Override
      public CharSequence getCharContent(boolean ignoreEncodingErrors) {
        return text;
      }
    };
  }

  private boolean isMain() {
    return path.contains("/src/main/");
  }

  /** Below the tests of whole systems, time is a number that tests set. */
  private boolean isUnitTest() {
    return path.contains("/src/test/") && !path.contains("verify/");
  }

  private boolean isConfined() {
    return path.matches(".*/src/main/.*/(protocol|wire|hub|discovery|link|metrics)/[^/]*");
  }

  /** Walks through one file. */
  private final class Scan extends TreeScanner<Void, Void> {
    private final CompilationUnitTree unit;
    private final Trees trees;
    private final List<String> broken;

    Scan(CompilationUnitTree unit, Trees trees, List<String> broken) {
      this.unit = unit;
      this.trees = trees;
      this.broken = broken;
    }

    @Override
    public Void visitClass(ClassTree tree, Void ignored) {
      for (String word : tree.getSimpleName().toString().split("(?=\\p{Upper})")) {
        String noun = word.toLowerCase(Locale.ROOT);
        if (NO_NOUNS.contains(noun) || (noun.equals("handler") && !path.contains("/net/"))) {
          add(tree, "has the word " + word + " in a name");
        }
      }
      return super.visitClass(tree, ignored);
    }

    @Override
    public Void visitMethod(MethodTree tree, Void ignored) {
      long lines = line(end(tree)) - line(start(tree)) + 1;
      if (lines > METHOD_LINES_MAX) {
        add(tree, tree.getName() + " has " + lines + " lines, 40 are allowed");
      }
      tree.getThrows().stream()
          .filter(thrown -> isMain() && thrown.toString().matches("Exception|Throwable"))
          .forEach(thrown -> add(tree, tree.getName() + " throws " + thrown));
      tree.getModifiers().getAnnotations().stream()
          .filter(each -> each.getAnnotationType().toString().matches("Disabled.*"))
          .forEach(each -> add(tree, tree.getName() + " is skipped"));
      return super.visitMethod(tree, ignored);
    }

    @Override
    public Void visitCatch(CatchTree tree, Void ignored) {
      if (tree.getBlock().getStatements().isEmpty()) {
        add(tree, "catches and does nothing");
      }
      return super.visitCatch(tree, ignored);
    }

    @Override
    public Void visitSynchronized(SynchronizedTree tree, Void ignored) {
      if (isConfined()) {
        add(tree, "locks where one loop owns all");
      }
      return super.visitSynchronized(tree, ignored);
    }

    @Override
    public Void visitMethodInvocation(MethodInvocationTree tree, Void ignored) {
      String called = tree.getMethodSelect().toString();
      if (isUnitTest() && called.matches("Thread\\.sleep|System\\.(nanoTime|currentTimeMillis)")) {
        add(tree, "waits for a real clock in a unit test: " + called);
      }
      return super.visitMethodInvocation(tree, ignored);
    }

    private void add(Tree tree, String what) {
      broken.add(path + ":" + line(start(tree)) + " " + what);
    }

    private long start(Tree tree) {
      return trees.getSourcePositions().getStartPosition(unit, tree);
    }

    private long end(Tree tree) {
      return trees.getSourcePositions().getEndPosition(unit, tree);
    }

    private long line(long position) {
      return unit.getLineMap().getLineNumber(position);
    }
  }
}
