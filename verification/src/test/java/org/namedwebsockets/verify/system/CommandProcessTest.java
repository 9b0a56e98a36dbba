package org.namedwebsockets.verify.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.namedwebsockets.client.NamedWebSocket;
import org.namedwebsockets.client.Options;

/** What of the commands only a process shows: closed pipes, and the network of the machine. */
@Timeout(60)
class CommandProcessTest {
  @RegisterExtension final EmbeddedProxy proxy = new EmbeddedProxy();
  @TempDir Path folder;

  @Test
  void subEndsQuietlyWhenItsPipeIsClosed() throws IOException {
    Heard heard = new Heard();
    String sub = "'%s' sub chat -v --id sub 2>errors | head -n 1\n".formatted(NwsProcess.LAUNCHER);
    Path script = Files.writeString(folder.resolve("script"), sub);
    Map<String, String> port = Map.of("NWS_PORT", String.valueOf(proxy.port()));
    Options bob = Options.DEFAULTS.withPort(proxy.port()).withId("bob");
    try (var chat = NamedWebSocket.network("chat", bob, heard);
        NwsProcess shell = NwsProcess.start(folder, port, "sh", script.toString())) {
      heard.hearsAfterAll("+ sub ");
      chat.send("one");
      // That head has gone is felt at a line after its last.
      while (!chat.peers().isEmpty()) {
        chat.send("more");
      }
      assertEquals(0, shell.exitCode());
      assertEquals("bob: one", shell.output());
      assertEquals("", Files.readString(folder.resolve("errors")));
    }
  }

  private NwsProcess doctor(int port) {
    Map<String, String> environment = Map.of("NWS_PORT", String.valueOf(port));
    return NwsProcess.start(folder, environment, NwsProcess.LAUNCHER.toString(), "doctor");
  }

  @Test
  void doctorSaysWhatIsWellAndWhatFails() throws IOException {
    try (NwsProcess well = doctor(proxy.port())) {
      well.exitCode(); // says whether this machine's network has multicast
      String out = well.output();
      assertTrue(out.contains("ok    port " + proxy.port() + ": the proxy answers"), out);
      assertTrue(out.contains("ok    a message went from peer to peer"), out);
      assertTrue(out.contains("warn  the proxy has no LAN side"), out);
    }
    int free = LocalOnly.freePort();
    try (NwsProcess ill = doctor(free)) {
      assertEquals(1, ill.exitCode());
      String out = ill.output();
      assertTrue(out.contains("FAIL  port " + free + ": nothing listens"), out);
      assertTrue(out.contains("      -> start the proxy: nws"), out);
    }
  }
}
