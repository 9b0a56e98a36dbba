package org.namedwebsockets.verify.architecture;

import com.sun.source.tree.CatchTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LiteralTree;
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
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/** The rules for source files, each broken one a sentence. */
final class SourceRules {
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

  private static final JavaCompiler COMPILER = ToolProvider.getSystemJavaCompiler();

  /** One for all calls: it opens the JDK's own classes anew each time. */
  private static final JavaFileManager FILES = COMPILER.getStandardFileManager(_ -> {}, null, null);

  private SourceRules() {}

  /**
   * What is wrong with some files.
   *
   * @param sources their texts by their paths, with slashes
   */
  static synchronized List<String> broken(Map<String, String> sources) throws IOException {
    List<Source> files =
        sources.entrySet().stream()
            .map(file -> new Source(file.getKey(), file.getValue()))
            .toList();
    JavacTask task =
        (JavacTask) COMPILER.getTask(null, FILES, _ -> {}, List.of("-proc:none"), null, files);
    List<String> broken = new ArrayList<>();
    for (CompilationUnitTree unit : task.parse()) {
      String path = unit.getSourceFile().toUri().getPath().substring(1);
      var scan = new Scan(path, sources.get(path), unit, Trees.instance(task), broken);
      scan.scan(unit, null);
      scan.measure();
    }
    return broken;
  }

  /** A file in memory. */
  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(String path, String text) {
      super(URI.create("string:///" + path), JavaFileObject.Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }

  /** Walks through one file. */
  private static final class Scan extends TreeScanner<Void, Void> {
    private final String path;
    private final List<String> lines;
    private final CompilationUnitTree unit;
    private final Trees trees;
    private final List<String> broken;
    private final BitSet textBlocks = new BitSet();

    Scan(String path, String text, CompilationUnitTree unit, Trees trees, List<String> broken) {
      this.path = path;
      this.lines = text.lines().toList();
      this.unit = unit;
      this.trees = trees;
      this.broken = broken;
    }

    void measure() {
      if (lines.size() > FILE_LINES_MAX) {
        broken.add(path + " has " + lines.size() + " lines, " + FILE_LINES_MAX + " are allowed");
      }
      for (int i = 0; i < lines.size(); i++) {
        int length = lines.get(i).codePointCount(0, lines.get(i).length());
        boolean code = !lines.get(i).startsWith("import ") && !textBlocks.get(i + 1);
        if (length > LINE_LENGTH_MAX && code) {
          broken.add(path + ":" + (i + 1) + " is " + length + " long");
        }
      }
    }

    private boolean isMain() {
      return path.contains("/src/main/");
    }

    /** Below the tests of whole systems, time is a number; but for tests of how long we take. */
    private boolean isUnitTest() {
      return path.contains("/src/test/")
          && !path.startsWith("verification/")
          && !path.endsWith("TimingTest.java");
    }

    private boolean isConfined() {
      return path.matches(".*/src/main/.*/(protocol|wire|hub|discovery|link|metrics)/[^/]*");
    }

    /** What a test quotes from elsewhere may be as long as it is. */
    @Override
    public Void visitLiteral(LiteralTree tree, Void ignored) {
      if (!isMain()) {
        textBlocks.set((int) line(start(tree)) + 1, (int) line(end(tree)) + 1);
      }
      return super.visitLiteral(tree, ignored);
    }

    @Override
    public Void visitClass(ClassTree tree, Void ignored) {
      String parent = String.valueOf(tree.getExtendsClause());
      for (String word : tree.getSimpleName().toString().split("(?=\\p{Upper})")) {
        String noun = word.toLowerCase(Locale.ROOT);
        boolean empty =
            NO_NOUNS.contains(noun) || (noun.equals("handler") && !path.contains("/net/"));
        // Whoever extends a library's type may keep its word.
        if (empty && !parent.endsWith(word)) {
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
