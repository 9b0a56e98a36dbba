package org.namedwebsockets.proxy.net;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;
import org.namedwebsockets.protocol.Call;
import org.namedwebsockets.protocol.Envelope;
import org.namedwebsockets.protocol.Introduction;
import org.namedwebsockets.protocol.Message;
import org.namedwebsockets.protocol.Outcome;
import org.namedwebsockets.protocol.PeerDetails;
import org.namedwebsockets.protocol.PeerId;
import org.namedwebsockets.protocol.ProxyId;
import org.namedwebsockets.protocol.wire.EnvelopeCodec;
import org.namedwebsockets.protocol.wire.IntroductionCodec;
import org.namedwebsockets.proxy.link.LinkEnd;
import org.namedwebsockets.proxy.secure.Identity;

/** Every message of docs/protocol/link.md in bytes, as JSON. */
final class LinkVectors {
  /** A certificate that a proxy once made for itself. */
  private static final String CERTIFICATE =
      "3082010c3081b3a003020102020101300a06082a8648ce3d040302300e310c300a06035504030c03"
          + "6e77733022180f32303030303130313030303030305a180f39393939313233313233353935395a30"
          + "0e310c300a06035504030c036e77733059301306072a8648ce3d020106082a8648ce3d0301070342"
          + "0004477e2d8aeed1139266afb2068772e62abbe515a2cb135a647bc7ebaafd54fd9065adfda8fcd8"
          + "8c59013802dcf90031a92fa164f782abdf2bea525d83cd489a91300a06082a8648ce3d0403020348"
          + "0030450221009e3f2220d312668c7904a3eec38620ca44d40427f9348d2badf8e6833f4ec7ed0220"
          + "2d9dc74f9d5704a54b63bfceb3acf0bcc9d9f6813862b32532a62d8bef319832";

  private static final HexFormat HEX = HexFormat.of();
  private static final PeerId ANN = new PeerId("ann");
  private static final PeerId BOB = new PeerId("22222");
  private static final int MASK = 0x01020304;

  /** Envelopes that end a link, and why. */
  static final List<List<String>> BAD_ENVELOPES =
      List.of(
          List.of("", "empty"),
          List.of("0003616e6e", "no such envelope"),
          List.of("0803616e6e", "no such envelope"),
          List.of("0103616e6e00", "details cut short"),
          List.of("0103616e6e000000", "details that say nothing"),
          List.of("0103616e6e0141000000", "a byte behind the details"),
          List.of("0103616e6e010a0000", "a name with a line feed"),
          List.of("0103616e6e01ff0000", "a name that is not UTF-8"),
          List.of("0103616e6e0001410000", "a kind in capitals"),
          List.of("0103616e6e00000120", "an origin of a blank"),
          List.of("1103616e6e", "joined with a kind of payload"),
          List.of("0100", "an empty id"),
          List.of("0104616e6e", "an id cut short"),
          List.of("01012f", "an id with a slash"),
          List.of("0503616e6e", "undelivered to nobody"),
          List.of("0303616e6e68", "a broadcast of no kind"),
          List.of("3303616e6e31", "a broadcast of JSON"),
          List.of("140161016231", "a direct message of text"),
          List.of("1303616e6ec3", "text that is not UTF-8"),
          List.of("34016101627b", "half a JSON value"),
          List.of("3401610162312032", "two JSON values"),
          List.of("3601610162040000000000000001", "a call of kind 4"),
          List.of("360161016201002000000000000031", "a number of 2^53"),
          List.of("36016101620100", "a call cut short"),
          List.of("06016101620100000000000000017b7d", "a call of no kind of payload"),
          List.of("0701610162020000000000000001", "no outcome"),
          List.of("070161016201000000000000000106", "outcome 6"),
          List.of("070161016202000000000000000100", "a request that was delivered"),
          List.of("070161016203000000000000000101", "an answer to a reply"));

  /** Introductions that end a link, and why; the first 26 bytes are an id. */
  static final List<List<String>> BAD_INTRODUCTIONS =
      List.of(
          List.of("", "nothing"),
          List.of("61".repeat(26), "no count"),
          List.of("61".repeat(26) + "09", "nine addresses"),
          List.of("61".repeat(26) + "0105c0a801072332", "family 5"),
          List.of("61".repeat(26) + "0104c0a801070000", "port 0"),
          List.of("41".repeat(26) + "00", "an id in capitals"),
          List.of(
              "61".repeat(26) + "0106" + "00".repeat(10) + "ffffc0a801072332",
              "IPv4 in the clothes of IPv6"));

  private LinkVectors() {}

  static String json() throws CertificateException {
    return "{\n"
        + String.join(
            ",\n",
            field(0, "about", text("docs/protocol/link.md in bytes; byte strings in hex")),
            field(0, "identity", identity()),
            field(0, "settings", settings()),
            field(0, "requests", requests()),
            field(0, "frames", frames()),
            field(0, "envelopes", envelopes()),
            field(0, "badEnvelopes", bad(BAD_ENVELOPES)),
            field(0, "introductions", introductions()),
            field(0, "badIntroductions", bad(BAD_INTRODUCTIONS)),
            field(0, "goAway", goAway()))
        + "\n}\n";
  }

  private static String identity() throws CertificateException {
    var certificate =
        (X509Certificate)
            CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(HEX.parseHex(CERTIFICATE)));
    return object(
        field(1, "certificate", text(CERTIFICATE)),
        field(1, "publicKeyInfo", hex(certificate.getPublicKey().getEncoded())),
        field(1, "id", text(Identity.idOf(certificate).value())));
  }

  /** Identifiers and values, as SETTINGS has them. */
  private static String settings() {
    return object(field(1, "initiator", settings(false)), field(1, "responder", settings(true)));
  }

  private static String settings(boolean server) {
    List<String> all = new ArrayList<>();
    new TreeMap<>(new LinkCodec(server, LinkNetLimits.DEFAULTS).initialSettings())
        .forEach((id, value) -> all.add("[" + (int) id + ", " + value + "]"));
    return "[" + String.join(", ", all) + "]";
  }

  private static String requests() {
    byte[] tag = new byte[LinkRequest.TAG_BYTES];
    for (int i = 0; i < tag.length; i++) {
      tag[i] = (byte) i;
    }
    return object(
        field(1, "match", headers(LinkRequest.asking(LinkRequest.MATCH_PATH))),
        field(1, "peers", headers(LinkRequest.asking(LinkRequest.PEERS_PATH))),
        field(1, "channel", headers(LinkRequest.asking(5, tag, 16 << 20))),
        field(1, "accepted", headers(LinkRequest.accepting(16 << 20))));
  }

  private static String headers(Http2Headers headers) {
    List<String> all = new ArrayList<>();
    headers.forEach(one -> all.add("[" + text(one.getKey()) + ", " + text(one.getValue()) + "]"));
    return "[\n      " + String.join(",\n      ", all) + "\n    ]";
  }

  /** WebSocket frames: masked with 01020304 from the initiator, not from the responder. */
  private static String frames() {
    byte[] message = EnvelopeCodec.encode(new Envelope.Joined(ANN));
    byte[] close = {0x03, (byte) 0xe8};
    byte[] large = new byte[H2Writer.FRAGMENT_BYTES + 1];
    return object(
        field(1, "payload", hex(message)),
        field(1, "fromInitiator", hex(write(true, H2Writer.BINARY, message))),
        field(1, "fromResponder", hex(write(false, H2Writer.BINARY, message))),
        field(1, "closeFromInitiator", hex(write(true, H2Writer.CLOSE, close))),
        field(1, "closeFromResponder", hex(write(false, H2Writer.CLOSE, close))),
        field(1, "fragmentBytesMax", "" + H2Writer.FRAGMENT_BYTES),
        field(1, "headOfFirstFragment", hex(head(write(false, H2Writer.BINARY, large)))));
  }

  private static byte[] head(byte[] frames) {
    return Arrays.copyOf(frames, 4);
  }

  private static byte[] write(boolean initiator, int opcode, byte[] message) {
    List<ByteBuf> chunks = new ArrayList<>();
    H2Writer writer =
        new H2Writer(
            UnpooledByteBufAllocator.DEFAULT, initiator ? LinkVectors::mask : null, chunks::add);
    writer.write(opcode, message);
    chunks.add(writer.take());
    return ByteBufUtil.getBytes(Unpooled.wrappedBuffer(chunks.toArray(ByteBuf[]::new)));
  }

  private static long mask() {
    return (long) MASK << Integer.SIZE;
  }

  /** All that can be said on a bridge. */
  static List<Envelope> allEnvelopes() {
    return List.of(
        new Envelope.Joined(ANN),
        new Envelope.Left(ANN),
        new Envelope.Broadcast(ANN, Message.text("hi")),
        new Envelope.Broadcast(ANN, Message.text("")),
        new Envelope.Broadcast(ANN, Message.text("\u00e9")),
        new Envelope.Broadcast(ANN, Message.binary(new byte[] {0, -1})),
        new Envelope.Direct(ANN, BOB, Message.json("\"x\"")),
        new Envelope.Direct(ANN, BOB, Message.binary(new byte[] {7})),
        new Envelope.Undelivered(ANN, BOB),
        new Envelope.Joined(ANN, new PeerDetails("Ann", "page", "https://a.example")),
        new Envelope.Joined(ANN, new PeerDetails("\u00c5sa", "", "")),
        new Envelope.Called(ANN, BOB, call(Call.Kind.ACKNOWLEDGED, 7), Message.json("\"x\"")),
        new Envelope.Called(ANN, BOB, call(Call.Kind.REQUEST, 1), Message.json("{}")),
        new Envelope.Called(BOB, ANN, call(Call.Kind.REPLY, 1), Message.binary(new byte[] {7})),
        new Envelope.Answered(ANN, BOB, call(Call.Kind.ACKNOWLEDGED, 7), Outcome.DELIVERED),
        new Envelope.Answered(ANN, BOB, call(Call.Kind.REQUEST, 1), Outcome.NO_REQUESTS));
  }

  private static Call call(Call.Kind kind, long number) {
    return new Call(kind, number);
  }

  private static String envelopes() {
    return list(allEnvelopes().stream().map(LinkVectors::envelope).toList());
  }

  private static String envelope(Envelope envelope) {
    List<String> fields = new ArrayList<>();
    switch (envelope) {
      case Envelope.Joined(var peer, var details) -> {
        fields.addAll(words("joined", "peer", peer));
        if (!details.equals(PeerDetails.NONE)) {
          fields.add("\"name\": " + text(details.name()));
          fields.add("\"kind\": " + text(details.kind()));
          fields.add("\"origin\": " + text(details.origin()));
        }
      }
      case Envelope.Left(var peer) -> fields.addAll(words("left", "peer", peer));
      case Envelope.Broadcast(var from, var _) -> fields.addAll(words("broadcast", "from", from));
      case Envelope.Direct(var from, var to, var _) -> {
        fields.addAll(words("direct", "from", from));
        fields.add("\"to\": " + text(to.value()));
      }
      case Envelope.Undelivered(var from, var to) -> {
        fields.addAll(words("undelivered", "from", from));
        fields.add("\"to\": " + text(to.value()));
      }
      case Envelope.Called(var from, var to, var call, var _) ->
          fields.addAll(called("called", from, to, call));
      case Envelope.Answered(var from, var to, var call, var outcome) -> {
        fields.addAll(called("answered", from, to, call));
        fields.add("\"outcome\": " + text(outcome.words()));
      }
    }
    EnvelopeCodec.body(envelope)
        .ifPresent(body -> {
          fields.add("\"payload\": " + text(body.kind().name().toLowerCase(java.util.Locale.ROOT)));
          byte[] bytes = new byte[body.length()];
          body.copyTo(bytes, 0);
          fields.add("\"bytes\": " + hex(bytes));
        });
    fields.add("\"message\": " + hex(EnvelopeCodec.encode(envelope)));
    return "{" + String.join(", ", fields) + "}";
  }

  private static List<String> called(String word, PeerId from, PeerId to, Call call) {
    List<String> fields = new ArrayList<>(words(word, "from", from));
    fields.add("\"to\": " + text(to.value()));
    fields.add("\"call\": " + text(call.kind().name().toLowerCase(java.util.Locale.ROOT)));
    fields.add("\"number\": " + call.number());
    return fields;
  }

  private static List<String> words(String kind, String role, PeerId peer) {
    return List.of("\"envelope\": " + text(kind), text(role) + ": " + text(peer.value()));
  }

  /** The introductions of the page. */
  static List<Introduction> allIntroductions() {
    return List.of(
        new Introduction(new ProxyId("a".repeat(26)), List.of(at("192.168.1.7"), at("fd00::7"))),
        new Introduction(new ProxyId("b".repeat(26)), List.of()));
  }

  private static InetSocketAddress at(String literal) {
    return new InetSocketAddress(InetAddress.ofLiteral(literal), 9010);
  }

  private static String introductions() {
    List<String> all = new ArrayList<>();
    for (Introduction one : allIntroductions()) {
      List<String> addresses =
          one.addresses().stream()
              .map(a -> "[" + text(a.getAddress().getHostAddress()) + ", " + a.getPort() + "]")
              .toList();
      all.add(
          "{\"id\": "
              + text(one.id().value())
              + ", \"addresses\": ["
              + String.join(", ", addresses)
              + "]}");
    }
    return object(
        field(1, "introductions", "[\n      " + String.join(",\n      ", all) + "\n    ]"),
        field(1, "message", hex(IntroductionCodec.encode(allIntroductions()))));
  }

  private static String bad(List<List<String>> all) {
    return list(
        all.stream()
            .map(
                one -> "{\"message\": " + text(one.get(0)) + ", \"why\": " + text(one.get(1)) + "}")
            .toList());
  }

  /** Error code and debug data of each word; a reset without a word means all others. */
  private static String goAway() {
    List<String> all = new ArrayList<>();
    for (LinkEnd end : LinkEnd.values()) {
      if (end.told()) {
        all.add(
            "{\"code\": "
                + (end == LinkEnd.RULES ? 1 : 0)
                + ", \"data\": "
                + hex(end.word().getBytes(StandardCharsets.US_ASCII))
                + ", \"word\": "
                + text(end.word())
                + "}");
      }
    }
    return list(all);
  }

  private static String field(int depth, String name, String value) {
    return "  ".repeat(depth + 1) + text(name) + ": " + value;
  }

  private static String object(String... fields) {
    return "{\n" + String.join(",\n", fields) + "\n  }";
  }

  private static String list(List<String> items) {
    return "[\n    " + String.join(",\n    ", items) + "\n  ]";
  }

  private static String hex(byte[] bytes) {
    return text(HEX.formatHex(bytes));
  }

  private static String text(CharSequence text) {
    return "\"" + text + "\"";
  }
}
