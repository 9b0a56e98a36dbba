package org.namedwebsockets.proxy.mdns;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.namedwebsockets.protocol.Advert;
import org.namedwebsockets.protocol.ProxyId;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;

/** The names, classes and lifetimes of our corner of {@code local}. */
final class Zone {
  /** The bit of a record's class that says "all there is", and of a question's "answer me". */
  static final int TOP_BIT = 0x8000;

  /** What we say of a host or a port may change with the network. */
  static final long HOST_TTL_S = 120;

  /** What we say of a service does not. */
  static final long SERVICE_TTL_S = 4500;

  static final Name SERVICE = Name.fromConstantString(Advert.SERVICE + ".local.");
  static final Name SERVICE_TYPES = Name.fromConstantString("_services._dns-sd._udp.local.");

  private static final Name LOCAL = Name.fromConstantString("local.");

  private Zone() {}

  static Name instance(ProxyId id) {
    return Name.fromConstantString(id.value() + "." + SERVICE);
  }

  static Name host(ProxyId id) {
    return Name.fromConstantString(id.value() + "." + LOCAL);
  }

  /** The proxy a service instance stands for; empty for a name that is none of ours. */
  static Optional<ProxyId> idOf(Name instance) {
    if (instance.labels() != SERVICE.labels() + 1 || !instance.subdomain(SERVICE)) {
      return Optional.empty();
    }
    byte[] label = instance.getLabel(0);
    String text = new String(label, 1, label.length - 1, StandardCharsets.ISO_8859_1);
    return ProxyId.parse(text.toLowerCase(Locale.ROOT));
  }

  /** Whether a class is IN, whatever its top bit. */
  static boolean isInternet(Record record) {
    return (record.getDClass() & ~TOP_BIT) == DClass.IN;
  }

  static boolean hasTopBit(Record record) {
    return (record.getDClass() & TOP_BIT) != 0;
  }

  /** Whether two records say the same, whatever their lifetimes and top bits. */
  static boolean same(Record a, Record b) {
    return a.getType() == b.getType()
        && isInternet(a)
        && isInternet(b)
        && a.getName().equals(b.getName())
        && Arrays.equals(a.rdataToWireCanonical(), b.rdataToWireCanonical());
  }

  /** The same record with another lifetime and with or without its top bit. */
  static Record with(Record record, long ttlS, boolean topBit) {
    return Record.newRecord(
        record.getName(),
        record.getType(),
        DClass.IN | (topBit ? TOP_BIT : 0),
        ttlS,
        record.rdataToWireCanonical());
  }

  static long ns(long ttlS) {
    return Duration.ofSeconds(ttlS).toNanos();
  }
}
