package org.namedwebsockets.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Asks with a program that keeps what it was told, and answers what the test says. */
@Timeout(60)
class DesktopPromptTest {
  @TempDir Path folder;

  private Path program(String does) throws IOException {
    Path program = folder.resolve("notify-send");
    Files.writeString(
        program,
        "#!/bin/sh\nfor word in \"$@\"; do printf '%s\\n' \"$word\" >> "
            + folder.resolve("told")
            + "; done\n"
            + does
            + "\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    return DesktopPrompt.program(Map.of("PATH", "relative:" + folder, "DISPLAY", ":0"))
        .orElseThrow();
  }

  private static DesktopPrompt.Answer ask(DesktopPrompt prompt, String origin) throws Exception {
    var heard = new CompletableFuture<DesktopPrompt.Answer>();
    prompt.ask(origin, heard::complete);
    return heard.get(50, TimeUnit.SECONDS);
  }

  private DesktopPrompt.Answer answerTo(String does, String origin) throws Exception {
    try (var prompt = new DesktopPrompt(program(does), Duration.ofSeconds(30))) {
      return ask(prompt, origin);
    }
  }

  @Test
  void whatThePersonChoosesIsTheDecision() throws Exception {
    DesktopPrompt.Answer allowed = answerTo("echo allow", "https://a.example");
    DesktopPrompt.Answer denied = answerTo("echo deny", "https://a.example");

    assertEquals("allow https://a.example", allowed.decision("https://a.example").get().text());
    assertEquals("deny https://a.example", denied.decision("https://a.example").get().text());
    List<String> told = Files.readAllLines(folder.resolve("told"));
    assertTrue(told.containsAll(List.of("--action=allow=Allow", "--action=deny=Deny", "--")));
    assertTrue(told.getLast().startsWith("https://a.example wants to talk"), told.getLast());
  }

  @Test
  void noAnswerIsNoDecision() throws Exception {
    for (String does : List.of("true", "echo allowed", "exit 1")) {
      DesktopPrompt.Answer answer = answerTo(does, "https://a.example");
      assertEquals(Optional.empty(), answer.decision("https://a.example"), does);
    }
  }

  /** Nobody reads all that it says, so it waits until its time is over. */
  @Test
  void whoSaysTooMuchSaysNothing() throws Exception {
    try (var prompt = new DesktopPrompt(program("head -c 100000 /dev/zero"), Duration.ZERO)) {
      DesktopPrompt.Answer answer = ask(prompt, "https://a.example");
      assertEquals(Optional.empty(), answer.decision("https://a.example"));
    }
  }

  @Test
  void aNameIsNeitherMarkupNorAnOptionNorACommand() throws Exception {
    answerTo("true", "--icon=x;touch " + folder.resolve("made") + "<b>&amp;$(id)`id`");

    List<String> told = Files.readAllLines(folder.resolve("told"));
    assertEquals(8, told.size(), "one word each");
    assertTrue(told.getLast().matches("[^<>&;$`]+"), told.getLast());
    assertTrue(Files.notExists(folder.resolve("made")));
  }

  @Test
  void aLookAlikeIsShownInPlainLettersAndTold() throws Exception {
    answerTo("true", "https://xn--pple-43d.com");

    String body = Files.readAllLines(folder.resolve("told")).getLast();
    assertTrue(body.startsWith("https://xn--pple-43d.com "), body);
    assertTrue(body.contains("may look like one you know"), body);
  }

  @Test
  void whereThereIsNoDesktopNobodyIsAsked() throws Exception {
    program("true");

    assertEquals(Optional.empty(), DesktopPrompt.program(Map.of("PATH", folder.toString())));
    assertEquals(
        Optional.empty(),
        DesktopPrompt.program(Map.of("PATH", "/nowhere", "WAYLAND_DISPLAY", "wayland-0")));
  }

  @Test
  void theEndOfTheProxyIsTheEndOfTheQuestion() throws Exception {
    Path there = folder.resolve("there");
    var heard = new CompletableFuture<DesktopPrompt.Answer>();
    var prompt =
        new DesktopPrompt(program("mkfifo " + there + "; cat " + there), Duration.ofSeconds(30));
    prompt.ask("https://a.example", heard::complete);
    while (!heard.isDone()) {
      prompt.close(); // it may not have begun yet
      Thread.onSpinWait();
    }

    assertEquals(DesktopPrompt.Answer.NONE, heard.get());
  }
}
