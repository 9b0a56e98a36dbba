package org.namedwebsockets.proxy.mdns;

import java.io.IOException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/** Packets to messages and back. Pure. */
final class Packets {
  /** The longest packet anybody may send, by RFC 6762 section 17. */
  static final int RECEIVED_BYTES_MAX = 9000;

  /** The longest we send: fits an Ethernet frame under IPv6. */
  static final int SENT_BYTES_MAX = 1440;

  private static final int HEADER_BYTES = 12;
  private static final int QUESTION_BYTES_MIN = 5;
  private static final int RECORD_BYTES_MIN = 11;

  private Packets() {}

  /**
   * Reads what arrived from anywhere.
   *
   * @return empty if it is not a message that a responder has to look at
   */
  static Optional<Message> read(byte[] packet) {
    if (!countsFit(packet)) {
      return Optional.empty();
    }
    try {
      Message message = new Message(packet);
      boolean plain =
          message.getHeader().getOpcode() == Opcode.QUERY
              && message.getHeader().getRcode() == Rcode.NOERROR;
      return plain ? Optional.of(message) : Optional.empty();
    } catch (IOException | RuntimeException e) {
      // Anything a stranger's bytes can make the library throw means the same: not a message.
      return Optional.empty();
    }
  }

  /** Whether the header says so; nothing else is looked at. */
  static boolean isResponse(byte[] packet) {
    return packet.length >= HEADER_BYTES && packet[2] < 0;
  }

  /** Whether so many records can be in so few bytes; the library would make room for them first. */
  private static boolean countsFit(byte[] packet) {
    if (packet.length < HEADER_BYTES || packet.length > RECEIVED_BYTES_MAX) {
      return false;
    }
    int records = count(packet, 6) + count(packet, 8) + count(packet, 10);
    return count(packet, 4) * QUESTION_BYTES_MIN + records * RECORD_BYTES_MIN
        <= packet.length - HEADER_BYTES;
  }

  private static int count(byte[] packet, int at) {
    return (packet[at] & 0xff) << Byte.SIZE | (packet[at + 1] & 0xff);
  }

  /** A multicast question with the answers we know already, or, for a probe, those we want. */
  static byte[] query(
      List<Record> questions,
      Collection<Record> knownAnswers,
      Collection<Record> authority,
      boolean moreFollows) {
    Message message = new Message(0);
    message.getHeader().unsetFlag(Flags.RD);
    if (moreFollows) {
      message.getHeader().setFlag(Flags.TC);
    }
    questions.forEach(record -> message.addRecord(record, Section.QUESTION));
    knownAnswers.forEach(record -> message.addRecord(record, Section.ANSWER));
    authority.forEach(record -> message.addRecord(record, Section.AUTHORITY));
    return message.toWire();
  }

  /** A multicast response; nothing in it refers to a question. */
  static byte[] response(Collection<Record> answers, Collection<Record> additional) {
    return response(new Message(0), answers, additional);
  }

  /** A response to somebody who knows only plain DNS: its number and questions come back. */
  static byte[] legacyResponse(
      Message query, Collection<Record> answers, Collection<Record> additional) {
    Message message = new Message(query.getHeader().getID());
    query.getSection(Section.QUESTION).forEach(q -> message.addRecord(q, Section.QUESTION));
    return response(message, answers, additional);
  }

  private static byte[] response(
      Message message, Collection<Record> answers, Collection<Record> additional) {
    message.getHeader().setFlag(Flags.QR);
    message.getHeader().setFlag(Flags.AA);
    answers.forEach(record -> message.addRecord(record, Section.ANSWER));
    additional.forEach(record -> message.addRecord(record, Section.ADDITIONAL));
    return message.toWire();
  }
}
