package org.namedwebsockets.verify.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules of {@link SizeTest} fail where they should. */
class SourceRulesTest {
  private static final String MAIN = "proxy/src/main/java/org/namedwebsockets/proxy/hub/A.java";
  private static final String NET = "proxy/src/main/java/org/namedwebsockets/proxy/net/A.java";
  private static final String TEST = "proxy/src/test/java/org/namedwebsockets/proxy/hub/A.java";
  private static final String SYSTEM =
      "verification/src/test/java/org/namedwebsockets/verify/A.java";

  @Test
  void aFileThatKeepsThemIsLeftAlone() throws IOException {
    assertEquals(
        List.of(),
        broken(
            MAIN,
            "class Roster { void m() throws java.io.IOException {\n"
                + " try { m(); } catch (RuntimeException e) { throw e; } } }"));
  }

  @Test
  void aFileMayHave400Lines() throws IOException {
    assertEquals(List.of(), broken(MAIN, "class A {" + "\n".repeat(399) + "}"));
    assertEquals(
        List.of(MAIN + " has 401 lines, 400 are allowed"),
        broken(MAIN, "class A {" + "\n".repeat(400) + "}"));
  }

  @Test
  void aMethodMayHave40Lines() throws IOException {
    assertEquals(List.of(), broken(MAIN, "class A { void m() {" + "\n".repeat(39) + "} }"));
    assertEquals(
        List.of(MAIN + ":1 m has 41 lines, 40 are allowed"),
        broken(MAIN, "class A { void m() {" + "\n".repeat(40) + "} }"));
  }

  @Test
  void aLineMayHave100Characters() throws IOException {
    assertEquals(List.of(), broken(MAIN, "//" + "x".repeat(98)));
    assertEquals(List.of(MAIN + ":2 is 101 long"), broken(MAIN, "\n//" + "x".repeat(99)));
    assertEquals(List.of(), broken(MAIN, "import a." + "x".repeat(99) + ";"));
  }

  @Test
  void whatATestQuotesMayBeLonger() throws IOException {
    String block = "class A { String s = \"\"\"\n" + "x".repeat(101) + "\n\"\"\"; }";

    assertEquals(List.of(), broken(TEST, block));
    assertEquals(List.of(MAIN + ":2 is 101 long"), broken(MAIN, block));
    assertEquals(1, broken(TEST, "class A { String s = \"" + "x".repeat(101) + "\"; }").size());
  }

  @ParameterizedTest
  @ValueSource(strings = {MAIN, TEST, SYSTEM})
  void anEmptyCatchIsFoundEvenWithAComment(String path) throws IOException {
    assertEquals(
        List.of(path + ":2 catches and does nothing"),
        broken(path, "class A { void m() { try { m(); }\ncatch (Error e) { /* no */ } } }"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Exception", "Throwable"})
  void mainCodeSaysWhatItThrows(String type) throws IOException {
    String text = "class A { void m() throws " + type + " {} }";

    assertEquals(List.of(MAIN + ":1 m throws " + type), broken(MAIN, text));
    assertEquals(List.of(), broken(TEST, text));
  }

  @ParameterizedTest
  @CsvSource({
    "ChannelManager, Manager",
    "ServiceX, Service",
    "MessageProcessor, Processor",
    "TestHelper, Helper",
    "StringUtil, Util",
    "StringUtils, Utils",
    "PeerInfo, Info",
    "DataSocket, Data",
    "HubImpl, Impl",
    "AbstractHub, Abstract",
    "FrameHandler, Handler"
  })
  void wordsThatSayNothingAreFoundInNames(String name, String word) throws IOException {
    assertEquals(
        List.of(MAIN + ":1 has the word " + word + " in a name"),
        broken(MAIN, "class " + name + " {}"));
    assertEquals(1, broken(MAIN, "class A { record " + name + "() {} }").size());
  }

  @Test
  void aHandlerMayBeInNet() throws IOException {
    assertEquals(List.of(), broken(NET, "class FrameHandler {}"));
  }

  @Test
  void whoeverExtendsALibrarysTypeMayKeepItsWord() throws IOException {
    assertEquals(List.of(), broken(MAIN, "class LastingLogManager extends LogManager {}"));
    assertEquals(1, broken(MAIN, "class LastingManager extends Thread {}").size());
  }

  @Test
  void wordsInsideWordsAreNoWords() throws IOException {
    assertEquals(List.of(), broken(MAIN, "class Database {} class Informed {} class Utility {}"));
  }

  @Test
  void lockedBlocksAreFoundInConfinedPackages() throws IOException {
    String text = "class A { void m() { synchronized (this) { m(); } } }";

    assertEquals(List.of(MAIN + ":1 locks where one loop owns all"), broken(MAIN, text));
    assertEquals(List.of(), broken(NET, text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Thread.sleep", "System.nanoTime", "System.currentTimeMillis"})
  void unitTestsThatWaitAreFound(String call) throws IOException {
    String text = "class A { void m() { " + call + "(1); } }";

    assertEquals(
        List.of(TEST + ":1 waits for a real clock in a unit test: " + call), broken(TEST, text));
    assertEquals(List.of(), broken(SYSTEM, text));
    assertEquals(List.of(), broken(TEST.replace("A.java", "ATimingTest.java"), text));
  }

  @Test
  void skippedTestsAreFound() throws IOException {
    assertEquals(
        List.of(TEST + ":1 m is skipped"),
        broken(TEST, "class A { @Disabled(\"later\") void m() {} }"));
  }

  private static List<String> broken(String path, String text) throws IOException {
    return SourceRules.broken(Map.of(path, text));
  }
}
