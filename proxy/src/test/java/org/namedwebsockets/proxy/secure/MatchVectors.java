package org.namedwebsockets.proxy.secure;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.StringJoiner;
import org.namedwebsockets.protocol.ChannelName;
import org.namedwebsockets.protocol.ProtocolException;
import org.namedwebsockets.proxy.link.MatchTerms;

/**
 * One match with everything fixed that is random otherwise, step by step, as JSON. The initiator
 * has {@code chat} and {@code webchat}, the responder {@code payroll} and {@code webchat}.
 */
final class MatchVectors {
  private static final HexFormat HEX = HexFormat.of();
  private static final byte[] SALT = MatchTags.salt(Pair.terms(true));
  private static final BigInteger KEY = scalar("key");
  private static final int CHAT_AT = 6;
  private static final int WEBCHAT_AT = 1;
  private static final int PAYROLL_SLOT = 0;
  private static final int WEBCHAT_SLOT = 5;

  private MatchVectors() {}

  static String json() throws ProtocolException {
    List<byte[]> points = padding();
    points.set(CHAT_AT, blinded("chat"));
    points.set(WEBCHAT_AT, blinded("webchat"));
    List<byte[]> answers = new ArrayList<>();
    for (byte[] point : points) {
      answers.add(Oprf.evaluate(point, KEY));
    }
    List<byte[]> tags = randomTags();
    tags.set(PAYROLL_SLOT, tags("payroll").responder());
    tags.set(WEBCHAT_SLOT, tags("webchat").responder());
    return object(
            "",
            field("about", text("one match of docs/protocol/match.md; byte strings in hex")),
            field("terms", terms()),
            field("key", hex(KEY)),
            field(
                "names",
                list(
                    name("chat", CHAT_AT, null),
                    name("webchat", WEBCHAT_AT, WEBCHAT_SLOT),
                    name("payroll", null, PAYROLL_SLOT))),
            field(
                "messages",
                list(
                    message("initiator", "BLIND", Messages.blind(0, points)),
                    message("responder", "TAGS", Messages.tags(0, tags)),
                    message("responder", "EVAL", Messages.eval(0, answers)),
                    message("initiator", "SEEN", Messages.seen(0, 8)))),
            field(
                "confirm",
                object(
                    "  ",
                    field("slot", String.valueOf(WEBCHAT_SLOT)),
                    field("tag", hex(tags("webchat").initiator())))),
            field("later", later()))
        + "\n";
  }

  private static String terms() {
    MatchTerms terms = Pair.terms(true);
    return object(
        "  ",
        field("exporter", hex(terms.exporter())),
        field("certificateInitiator", hex(terms.ownCertificate())),
        field("certificateResponder", hex(terms.peerCertificate())),
        field("salt", hex(SALT)));
  }

  /** The responder closes and opens webchat; the initiator, later, opens payroll. */
  private static String later() throws ProtocolException {
    byte[] point = blinded("payroll");
    return list(
        message("responder", "AGAIN", Messages.again(WEBCHAT_SLOT)),
        message("initiator", "BLIND", Messages.blind(8, List.of(point))),
        message("responder", "EVAL", Messages.eval(8, List.of(Oprf.evaluate(point, KEY)))));
  }

  private static String name(String name, Integer position, Integer slot) throws ProtocolException {
    NamePoint point = NamePoint.of(new ChannelName(name));
    byte[] blinded = blinded(name);
    byte[] evaluated = Oprf.evaluate(blinded, KEY);
    byte[] element = Oprf.unblind(Oprf.decode(evaluated), scalar(name));
    return object(
        "    ",
        field("name", text(name)),
        field("position", String.valueOf(position)),
        field("slot", String.valueOf(slot)),
        field("input", hex(point.input())),
        field("hash", hex(point.hash().getEncoded(true))),
        field("factor", hex(scalar(name))),
        field("blinded", hex(blinded)),
        field("evaluated", hex(evaluated)),
        field("element", hex(element)),
        field("value", hex(Oprf.output(point.input(), element))),
        field("tagResponder", hex(tags(name).responder())),
        field("tagInitiator", hex(tags(name).initiator())));
  }

  private static byte[] blinded(String name) {
    return Oprf.blind(NamePoint.of(new ChannelName(name)).hash(), scalar(name));
  }

  /** By the responder's way, with the key in hand; the names go the initiator's way. */
  private static MatchTags tags(String name) {
    NamePoint point = NamePoint.of(new ChannelName(name));
    return MatchTags.of(SALT, Oprf.output(point.input(), Oprf.evaluate(point.hash(), KEY)));
  }

  /** A fixed scalar in place of a random one. */
  private static BigInteger scalar(String word) {
    return new BigInteger(1, Hashes.sha256(Pair.bytes("vector scalar " + word))).shiftRight(1);
  }

  private static List<byte[]> padding() {
    List<byte[]> points = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      points.add(Oprf.hash(Pair.bytes("vector padding " + i)).getEncoded(true));
    }
    return points;
  }

  private static List<byte[]> randomTags() {
    List<byte[]> tags = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      tags.add(Hashes.sha256(Pair.bytes("vector tag " + i)));
    }
    return tags;
  }

  private static String message(String from, String kind, byte[] message) {
    return object(
        "    ",
        field("from", text(from)),
        field("kind", text(kind)),
        field("message", hex(message)));
  }

  private static String field(String name, String value) {
    return text(name) + ": " + value;
  }

  private static String object(String indent, String... fields) {
    StringJoiner joiner =
        new StringJoiner(",\n" + indent + "  ", "{\n" + indent + "  ", "\n" + indent + "}");
    for (String field : fields) {
      joiner.add(field);
    }
    return joiner.toString();
  }

  private static String list(String... items) {
    return "[\n    " + String.join(",\n    ", items) + "\n  ]";
  }

  private static String hex(BigInteger scalar) {
    return text(String.format("%064x", scalar));
  }

  private static String hex(byte[] bytes) {
    return text(HEX.formatHex(bytes));
  }

  private static String text(String text) {
    return '"' + text + '"';
  }
}
