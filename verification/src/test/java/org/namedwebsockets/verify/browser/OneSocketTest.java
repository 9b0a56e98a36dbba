package org.namedwebsockets.verify.browser;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Page;
import java.net.BindException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.namedwebsockets.proxy.Proxy;
import org.namedwebsockets.verify.system.LocalOnly;
import org.namedwebsockets.verify.system.TestPeer;

/** Pages that join with everything on one socket, and a peer that speaks the raw form. */
@Timeout(120)
class OneSocketTest {
  private static final String JOIN =
      """
      async (id) => {
        await new Promise((done, fail) => {
          const script = document.createElement('script');
          Object.assign(script, { src: '/namedwebsockets.js', onload: done, onerror: fail });
          document.head.append(script);
        });
        NamedWebSocket.limits.healthWaitMs = 60_000;
        const options = { scope: 'local', channel: 'one', id, name: `Page ${id}`, kind: 'page' };
        const channel = await NamedWebSocket.join(options);
        Object.assign(window, { channel, heard: [] });
        channel.onmessage = ({ data, senderId, sender, isDirect }) => {
          const text = typeof data === 'string' ? data : [...new Uint8Array(data)].join();
          heard.push(`${text} from ${senderId} ${sender.name ?? ''} ${isDirect}`);
        };
        channel.onrequest = ({ data, reply }) => data === 'hush' || reply({ twice: data + data });
      }
      """;

  private static Proxy proxy;
  private static TestBrowser browser;

  @BeforeAll
  static void start() throws BindException {
    proxy = LocalOnly.start();
    browser = TestBrowser.start();
  }

  @AfterAll
  static void stop() {
    browser.close();
    proxy.close();
  }

  private static Page join(String id) {
    Page page = browser.open("http://localhost:" + proxy.port() + "/");
    page.evaluate(JOIN, id);
    return page;
  }

  private static void awaits(Page page, String line) {
    page.waitForFunction("(wanted) => heard.includes(wanted)", line);
  }

  @Test
  void pagesAskAndAnswerAndEveryFormMeets() {
    Page ann = join("ann");
    Page bob = join("bob");
    TestPeer raw = TestPeer.open(proxy.port(), "/local/one/7");
    ann.waitForFunction("() => channel.peers.has('bob') && channel.peers.has('7')");
    bob.waitForFunction("() => channel.peers.has('ann') && channel.peers.has('7')");

    assertEquals(
        "Page bob page",
        ann.evaluate("() => `${channel.peers.get('bob').name} ${channel.peers.get('bob').kind}`"));
    ann.evaluate("() => channel.broadcast('to all')");
    raw.hears("to all");
    awaits(bob, "to all from ann Page ann false");
    raw.say("raw");
    awaits(ann, "raw from 7  false");
    ann.evaluate("() => channel.broadcast(new Uint8Array([10, 0, 255]))");
    awaits(bob, "10,0,255 from ann Page ann false");
    ann.evaluate("() => channel.send('bob', 'alone')");
    awaits(bob, "alone from ann Page ann true");
    assertEquals(
        "xx",
        ann.evaluate("async () => (await channel.request('bob', 'x', { timeout: 60_000 })).twice"));
    raw.close();
  }

  @Test
  void whatComesToNothingBreaksWithACode() {
    Page cat = join("cat");
    join("dan");
    TestPeer raw = TestPeer.open(proxy.port(), "/local/one/8");
    cat.waitForFunction("() => channel.peers.has('dan') && channel.peers.has('8')");
    String codeOf = "async () => { try { await %s; } catch ({ code }) { return code; } }";

    assertEquals("no-such-peer", cat.evaluate(codeOf.formatted("channel.send('nobody', 1)")));
    assertEquals("no-direct-messages", cat.evaluate(codeOf.formatted("channel.send('8', 1)")));
    assertEquals(
        "timed-out",
        cat.evaluate(codeOf.formatted("channel.request('dan', 'hush', { timeout: 1 })")));
    assertEquals(
        "refused",
        cat.evaluate(
            codeOf.formatted(
                "NamedWebSocket.join({ scope: 'local', channel: 'one', id: 'dan' })")));
    raw.close();
  }
}
