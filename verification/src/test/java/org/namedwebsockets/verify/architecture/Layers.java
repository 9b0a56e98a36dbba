package org.namedwebsockets.verify.architecture;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.namedwebsockets.verify.architecture.PackageTable.Kind;
import org.namedwebsockets.verify.architecture.PackageTable.Row;

/**
 * Compares classes with the table of packages. Each question is answered with sentences, one for
 * each thing that is wrong.
 *
 * @param base what stands before the names of the table
 * @param table who may use whom
 * @param classes what is there
 */
record Layers(String base, PackageTable table, JavaClasses classes) {
  /** What every package may use: the JDK, and the null annotations. */
  private static final List<String> FREE = List.of("java.", "javax.", "org.jspecify.");

  /** Loggers are for every edge; any other library has one door. */
  private static final String MANY_DOORS = "org.slf4j";

  /** What has no place where all is values, or all is one loop's. */
  private static final List<String> FORBIDDEN =
      List.of(
          "java.lang.Thread",
          "java.util.Timer",
          "java.util.concurrent.",
          "java.time.Clock",
          "java.net.Socket",
          "java.net.ServerSocket",
          "java.net.DatagramSocket",
          "java.net.MulticastSocket",
          "java.net.http.",
          "java.nio.channels.",
          "java.nio.file.",
          "java.lang.System.nanoTime",
          "java.lang.System.currentTimeMillis",
          "java.lang.Math.random",
          "java.time.Instant.now",
          "java.util.Random.<init>",
          "java.security.SecureRandom.<init>");

  /** Packages without a row, and rows without a package. */
  List<String> strangers() {
    Set<String> there = new TreeSet<>();
    classes.forEach(each -> there.add(name(each)));
    return Stream.concat(
            there.stream()
                .filter(name -> !table.rows().containsKey(name))
                .map(name -> name + " is not in the table"),
            table.rows().keySet().stream()
                .filter(name -> !there.contains(name))
                .map(name -> name + " is in the table, but there is no such package"))
        .toList();
  }

  /** Dependencies that no row allows. */
  List<String> trespasses() {
    Set<String> found = new TreeSet<>();
    for (JavaClass each : classes) {
      Row row = table.rows().get(name(each));
      if (row != null) {
        each.getDirectDependenciesFromSelf().stream()
            .map(Layers::target)
            .filter(target -> !mayUse(name(each), row, target))
            .forEach(target -> found.add(each.getName() + " must not use " + target.getName()));
      }
    }
    return List.copyOf(found);
  }

  /** Libraries with more than one door, and doors that nobody goes through. */
  List<String> doors() {
    Map<String, Set<String>> doors = new TreeMap<>();
    table
        .rows()
        .forEach((name, row) ->
            libraries(row)
                .forEach(
                    library -> doors.computeIfAbsent(library, _ -> new TreeSet<>()).add(name)));
    List<String> wrong = new ArrayList<>();
    doors.forEach((library, packages) -> {
      if (packages.size() > 1 && !library.equals(MANY_DOORS)) {
        wrong.add(library + " has more than one door: " + packages);
      }
      packages.stream()
          .filter(name -> !uses(name, library))
          .forEach(name -> wrong.add(name + " may use " + library + ", but does not"));
    });
    return wrong;
  }

  /** Packages that use one another in a ring. */
  List<String> rings() {
    Map<String, Set<String>> used = new TreeMap<>();
    for (JavaClass each : classes) {
      Set<String> targets = used.computeIfAbsent(name(each), _ -> new TreeSet<>());
      each.getDirectDependenciesFromSelf().stream()
          .map(Layers::target)
          .filter(target -> target.getPackageName().startsWith(base))
          .map(this::name)
          .filter(target -> !target.equals(name(each)))
          .forEach(targets::add);
    }
    // Whoever uses nobody that is left goes; who remains is in a ring or uses one.
    Set<String> left = new TreeSet<>(used.keySet());
    while (left.removeIf(name -> used.get(name).stream().noneMatch(left::contains))) {
      continue;
    }
    return left.stream().map(name -> name + " is in a ring or uses one: " + left).toList();
  }

  /** Threads, locks, clocks, sockets and chance where they have no place. */
  List<String> restless() {
    Set<String> found = new TreeSet<>();
    for (JavaClass each : classes) {
      Row row = table.rows().get(name(each));
      if (row != null && row.kind() != Kind.EDGE) {
        forbidden(each).forEach(what -> found.add(each.getName() + " must not use " + what));
      }
    }
    return List.copyOf(found);
  }

  private static Set<String> forbidden(JavaClass each) {
    Set<String> found = new HashSet<>();
    each.getDirectDependenciesFromSelf().forEach(used -> found.add(target(used).getName()));
    each.getAccessesFromSelf().forEach(access -> found.add(access.getTarget().getFullName()));
    found.removeIf(name -> FORBIDDEN.stream().noneMatch(name::startsWith));
    each.getFields().stream()
        .filter(field -> field.getModifiers().contains(JavaModifier.VOLATILE))
        .forEach(field -> found.add("volatile " + field.getName()));
    each.getMethods().stream()
        .filter(method -> method.getModifiers().contains(JavaModifier.SYNCHRONIZED))
        .forEach(method -> found.add("synchronized " + method.getName()));
    return found;
  }

  private boolean mayUse(String from, Row row, JavaClass target) {
    String name = target.getPackageName() + ".";
    if (target.isPrimitive() || FREE.stream().anyMatch(name::startsWith)) {
      return true;
    }
    return name.startsWith(base)
        ? from.equals(name(target)) || row.uses().contains(name(target))
        : libraries(row).anyMatch(library -> name.startsWith(library + "."));
  }

  private Stream<String> libraries(Row row) {
    return row.uses().stream().filter(use -> !table.rows().containsKey(use));
  }

  private boolean uses(String name, String library) {
    return classes.stream()
        .filter(each -> name(each).equals(name))
        .flatMap(each -> each.getDirectDependenciesFromSelf().stream())
        .anyMatch(used -> target(used).getPackageName().startsWith(library));
  }

  private static JavaClass target(Dependency dependency) {
    return dependency.getTargetClass().getBaseComponentType();
  }

  private String name(JavaClass each) {
    return each.getPackageName().substring(Math.min(base.length(), each.getPackageName().length()));
  }
}
