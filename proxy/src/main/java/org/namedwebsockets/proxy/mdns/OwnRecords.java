package org.namedwebsockets.proxy.mdns;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.namedwebsockets.protocol.Advert;
import org.namedwebsockets.protocol.ProxyId;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.NSECRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.PTRRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.SRVRecord;
import org.xbill.DNS.TXTRecord;
import org.xbill.DNS.Type;

/**
 * What one wire hears of our advert, as records. Immutable.
 *
 * <p>A name here is a hash of the run's key, so only we can hold it: no other host ever answers for
 * it, and there is no second choice of name if one does.
 */
final class OwnRecords {
  /** How many addresses of one host are announced or kept. */
  static final int ADDRESSES_MAX = 8;

  /** Some resolvers look at the first address only, and lose the scope of a link-local one. */
  private static final Comparator<InetAddress> EASIEST_FIRST =
      Comparator.comparing((InetAddress a) -> !(a instanceof Inet4Address))
          .thenComparing(InetAddress::isLinkLocalAddress);

  private static final int UNIQUE = DClass.IN | Zone.TOP_BIT;

  private final ProxyId id;
  private final Name instance;
  private final Name host;
  private final Record pointer;
  private final Record type;
  private final Record service;
  private final Record text;
  private final List<Record> addresses = new ArrayList<>();
  private final Record noMoreOfInstance;
  private final Record noMoreOfHost;
  private final List<Record> all;

  OwnRecords(Advert advert, List<InetAddress> wireAddresses) {
    id = advert.id();
    instance = Zone.instance(advert.id());
    host = Zone.host(advert.id());
    pointer = new PTRRecord(Zone.SERVICE, DClass.IN, Zone.SERVICE_TTL_S, instance);
    type = new PTRRecord(Zone.SERVICE_TYPES, DClass.IN, Zone.SERVICE_TTL_S, Zone.SERVICE);
    service = new SRVRecord(instance, UNIQUE, Zone.HOST_TTL_S, 0, 0, advert.port(), host);
    text = new TXTRecord(instance, UNIQUE, Zone.SERVICE_TTL_S, Advert.TEXT);
    List<InetAddress> said = advert.addresses().isEmpty() ? wireAddresses : advert.addresses();
    said.stream()
        .sorted(EASIEST_FIRST)
        .limit(ADDRESSES_MAX)
        .forEach(a -> addresses.add(address(host, a)));
    noMoreOfInstance =
        new NSECRecord(instance, UNIQUE, Zone.HOST_TTL_S, instance, new int[] {Type.TXT, Type.SRV});
    noMoreOfHost =
        new NSECRecord(
            host,
            UNIQUE,
            Zone.HOST_TTL_S,
            host,
            addresses.stream().mapToInt(Record::getType).distinct().sorted().toArray());
    all = new ArrayList<>(announced());
    all.addAll(List.of(type, noMoreOfInstance, noMoreOfHost));
  }

  private static Record address(Name host, InetAddress address) {
    return address instanceof Inet4Address
        ? new ARecord(host, UNIQUE, Zone.HOST_TTL_S, address)
        : new AAAARecord(host, UNIQUE, Zone.HOST_TTL_S, address);
  }

  boolean isOf(ProxyId other) {
    return id.equals(other);
  }

  /** Whether there is anything worth saying: a host without an address cannot be dialled. */
  boolean areComplete() {
    return !addresses.isEmpty();
  }

  List<Record> addresses() {
    return List.copyOf(addresses);
  }

  /** Everything a browser wants, in the order it resolves. */
  List<Record> announced() {
    List<Record> all = new ArrayList<>(List.of(pointer, service, text));
    all.addAll(addresses);
    return all;
  }

  /** What a probe claims. */
  List<Record> claimed() {
    List<Record> all = new ArrayList<>(List.of(service, text));
    all.addAll(addresses);
    return all;
  }

  /** The questions of a probe: does anybody else hold these names? */
  List<Record> probes() {
    return List.of(
        Record.newRecord(instance, Type.ANY, UNIQUE), Record.newRecord(host, Type.ANY, UNIQUE));
  }

  /** What we say to one question; empty if it is not about us. */
  List<Record> answers(Record question) {
    int wanted = question.getType();
    Name name = question.getName();
    boolean isOurClass = Zone.isInternet(question) || classOf(question) == DClass.ANY;
    if (!isOurClass) {
      return List.of();
    }
    if (name.equals(Zone.SERVICE)) {
      return of(wanted, pointer);
    }
    if (name.equals(Zone.SERVICE_TYPES)) {
      return of(wanted, type);
    }
    if (name.equals(instance)) {
      return orNoMore(of(wanted, service, text), noMoreOfInstance);
    }
    if (name.equals(host)) {
      return orNoMore(of(wanted, addresses.toArray(Record[]::new)), noMoreOfHost);
    }
    return List.of();
  }

  private static int classOf(Record question) {
    return question.getDClass() & ~Zone.TOP_BIT;
  }

  private static List<Record> of(int wanted, Record... records) {
    return Stream.of(records).filter(r -> wanted == Type.ANY || wanted == r.getType()).toList();
  }

  private static List<Record> orNoMore(List<Record> found, Record noMore) {
    return found.isEmpty() ? List.of(noMore) : found;
  }

  /** What a host that got these answers will ask next. */
  List<Record> additional(List<Record> answers) {
    List<Record> more = new ArrayList<>();
    boolean aboutService = answers.contains(pointer);
    if (aboutService) {
      more.addAll(List.of(service, text));
    }
    if (aboutService
        || answers.contains(service)
        || answers.stream().anyMatch(addresses::contains)) {
      more.addAll(addresses);
      more.add(noMoreOfHost);
    }
    more.removeAll(answers);
    return more;
  }

  /** Whether more hosts than ours may answer with a record like this one. */
  boolean isShared(Record own) {
    return own.getType() == Type.PTR;
  }

  /** The record of ours that says the same. */
  Optional<Record> ours(Record record) {
    for (Record own : all) {
      if (Zone.same(own, record)) {
        return Optional.of(own);
      }
    }
    return Optional.empty();
  }

  /** Whether somebody else speaks of a name that is ours alone. */
  boolean speaksOfUs(Record record) {
    return record.getType() != Type.NSEC
        && (record.getName().equals(instance) || record.getName().equals(host));
  }
}
