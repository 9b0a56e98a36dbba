package org.namedwebsockets.proxy.net;

import io.netty.handler.codec.http.FullHttpResponse;
import java.nio.charset.StandardCharsets;
import org.namedwebsockets.protocol.wire.JsonText;
import org.namedwebsockets.proxy.access.Tokens;

/** What is said of tickets, sessions and the token. */
final class TokensText {
  private TokensText() {}

  static FullHttpResponse ticket(Tokens tokens, long nowNs) {
    return json("ticket", tokens.ticket(nowNs));
  }

  static FullHttpResponse session(Tokens tokens, String ticket, long nowNs) {
    if (!tokens.demanded()) {
      return Answers.refusal(404, "no token is asked for here (--programs any)");
    }
    return tokens
        .session(ticket, nowNs)
        .map(session -> json("session", session))
        .orElseGet(() ->
            Answers.refusal(
                403, "this link was used, or is too old: 'nws token --console' prints another"));
  }

  static FullHttpResponse renewed(boolean kept) {
    return kept
        ? Answers.text(200, "text/plain; charset=utf-8", "there is a new token\n")
        : Answers.refusal(503, "no new token could be written; the log says why");
  }

  private static FullHttpResponse json(String field, String value) {
    JsonText json = new JsonText().object();
    json.field(field).string(value);
    return Answers.text(
        200, "application/json", new String(json.end().toUtf8(), StandardCharsets.UTF_8));
  }
}
