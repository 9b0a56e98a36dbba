package org.namedwebsockets.proxy.net;

import io.nayuki.qrcodegen.QrCode;
import io.netty.handler.codec.http.FullHttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.namedwebsockets.protocol.ChannelKey;
import org.namedwebsockets.protocol.wire.JsonText;
import org.namedwebsockets.proxy.access.Invite;
import org.namedwebsockets.proxy.access.Invites;
import org.namedwebsockets.proxy.access.Redemption;

/** What is said of invites: to whom makes them in {@code /api/invites}, and to guests. */
final class InvitesText {
  static final String GUESSING =
      "too many wrong links were tried from this address; wait a minute, then open yours again";

  private static final long SECOND_NS = 1_000_000_000L;

  private InvitesText() {}

  static FullHttpResponse list(
      GuestTerms terms, GuestDoor.Opening.@Nullable Open open, List<Invites.View> views) {
    JsonText json = new JsonText().object();
    json.field("refusal").string(terms.refusal());
    json.field("guestPort").number(open == null ? 0 : open.port());
    json.field("fingerprint").string(open == null ? "" : open.fingerprint());
    json.field("invites").array();
    for (Invites.View view : views) {
      json.object();
      invite(json, view.invite(), view.leftNs());
      json.field("guests").number(view.guestsHere());
      json.field("used").bool(view.used());
      json.end();
    }
    return answer(200, json.end().end());
  }

  static FullHttpResponse made(GuestDoor.Opening.Open open, Invites.Made made, long nowNs) {
    List<String> links =
        open.addresses().stream()
            .map(address -> GuestGuard.host(address, open.port()))
            .map(host -> "https://" + host + "/#" + made.secret())
            .toList();
    JsonText json = new JsonText().object();
    invite(json, made.invite(), made.invite().untilNs() - nowNs);
    json.field("guests").number(0);
    json.field("used").bool(false);
    json.field("fingerprint").string(open.fingerprint());
    json.field("links").array();
    links.forEach(json::string);
    json.end();
    json.field("codes").array();
    links.forEach(link -> code(json.array(), link).end());
    return answer(200, json.end().end());
  }

  /** A link as a QR code: a text for each row, a 1 for each dark module. */
  private static JsonText code(JsonText json, String link) {
    QrCode code = QrCode.encodeText(link, QrCode.Ecc.MEDIUM);
    for (int y = 0; y < code.size; y++) {
      StringBuilder row = new StringBuilder();
      for (int x = 0; x < code.size; x++) {
        row.append(code.getModule(x, y) ? '1' : '0');
      }
      json.string(row.toString());
    }
    return json;
  }

  private static void invite(JsonText json, Invite invite, long leftNs) {
    json.field("id").string(invite.id());
    channels(json, invite);
    json.field("seconds").number(seconds(leftNs));
    json.field("uses").number(invite.once() ? 1 : 0);
  }

  static FullHttpResponse welcome(Redemption.Welcome welcome, long nowNs) {
    Invite invite = welcome.guest().invite();
    JsonText json = new JsonText().object();
    json.field("token").string(welcome.token());
    json.field("invite").string(invite.id());
    channels(json, invite);
    json.field("seconds").number(seconds(invite.untilNs() - nowNs));
    return answer(200, json.end());
  }

  static FullHttpResponse refused(Redemption.Refusal why) {
    return refused(403, why.word(), why.sentence());
  }

  static FullHttpResponse guessing() {
    return refused(429, "guessing", GUESSING);
  }

  private static FullHttpResponse refused(int status, String why, String sentence) {
    JsonText json = new JsonText().object();
    json.field("why").string(why);
    json.field("sentence").string(sentence);
    return answer(status, json.end());
  }

  private static FullHttpResponse answer(int status, JsonText json) {
    String text = new String(json.toUtf8(), StandardCharsets.UTF_8);
    return Answers.text(status, "application/json", text);
  }

  private static void channels(JsonText json, Invite invite) {
    json.field("channels").array();
    for (ChannelKey key : invite.channels()) {
      json.string(key.scope().word() + "/" + key.name().value());
    }
    json.end();
  }

  /** Whole seconds, rounded up: an invite that holds never has none left. */
  private static long seconds(long ns) {
    return Math.ceilDiv(ns, SECOND_NS);
  }
}
