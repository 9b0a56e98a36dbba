package org.namedwebsockets.proxy.net;

import io.netty.handler.codec.http.FullHttpResponse;
import java.nio.charset.StandardCharsets;
import org.namedwebsockets.protocol.wire.JsonText;
import org.namedwebsockets.proxy.access.Decision;
import org.namedwebsockets.proxy.access.OriginRule;
import org.namedwebsockets.proxy.access.Origins;
import org.namedwebsockets.proxy.access.Verdict;

/** What is said of sites: {@code /api/origins} in JSON, and why a socket is refused. */
final class OriginsText {
  private OriginsText() {}

  static FullHttpResponse answer(Origins origins) {
    return Answers.text(200, "application/json", of(origins));
  }

  static FullHttpResponse decided(Origins origins, Decision decision) {
    try {
      return origins.decide(decision)
          ? answer(origins)
          : Answers.refusal(503, "too many sites are remembered; forget some");
    } catch (IllegalArgumentException together) {
      return Answers.refusal(400, String.valueOf(together.getMessage()));
    }
  }

  static FullHttpResponse forgotten(Origins origins, String origin) {
    return origins.forget(origin)
        ? answer(origins)
        : Answers.refusal(404, "nothing was said of that site");
  }

  static FullHttpResponse notAllowed(String origin, Verdict verdict, int port) {
    String what = verdict == Verdict.ASK ? "nobody has allowed" : "somebody has not allowed";
    String then = verdict == Verdict.ASK ? "decide, then try again" : "change that";
    return Answers.refusal(
        403,
        "%s the site %s to open sockets; %s: http://localhost:%d/console#sites or 'nws origins'"
            .formatted(what, origin, then, port));
  }

  private static String of(Origins origins) {
    JsonText json = new JsonText().object();
    json.field("rule").string(word(origins.rule()));
    json.field("waiting").array();
    for (Origins.Pending site : origins.pending()) {
      json.object();
      json.field("origin").string(site.origin());
      json.field("seconds").number(site.waitedNs() / 1_000_000_000L);
      json.field("channels").array();
      site.keys().forEach(key -> json.string(Decision.channel(key)));
      json.end().end();
    }
    json.end();
    json.field("decisions").array();
    for (Decision decision : origins.decisions()) {
      json.object();
      json.field("origin").string(decision.origin());
      json.field("allowed").bool(decision.allowed());
      json.field("channels").array();
      decision.channels().forEach(json::string);
      json.end().end();
    }
    return new String(json.end().end().toUtf8(), StandardCharsets.UTF_8);
  }

  private static String word(OriginRule rule) {
    return switch (rule) {
      case OriginRule.Any() -> "any";
      case OriginRule.Same() -> "same";
      case OriginRule.Ask() -> "ask";
      case OriginRule.Patterns(var patterns) -> String.join(",", patterns);
    };
  }
}
