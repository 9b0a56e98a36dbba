package org.namedwebsockets.proxy.link;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.namedwebsockets.protocol.Introduction;
import org.namedwebsockets.protocol.ProxyId;

/** A link that remembers what it was told. */
final class RecordingLink implements Link {
  final List<byte[]> matchMessages = new ArrayList<>();
  final List<Introduction> introductions = new ArrayList<>();
  final List<Long> opened = new ArrayList<>();
  final List<Long> closedBridges = new ArrayList<>();
  final List<LinkEnd> ends = new ArrayList<>();
  int probes;

  private final ProxyId remote;
  private final InetSocketAddress address;
  private final Optional<Dial> dial;

  RecordingLink(ProxyId remote, InetSocketAddress address, Optional<Dial> dial) {
    this.remote = remote;
    this.address = address;
    this.dial = dial;
  }

  @Override
  public ProxyId remote() {
    return remote;
  }

  @Override
  public InetSocketAddress address() {
    return address;
  }

  @Override
  public Optional<Dial> dial() {
    return dial;
  }

  @Override
  public MatchTerms terms() {
    return new MatchTerms(
        dial.isPresent(), new byte[32], new byte[] {1}, new byte[] {2}, "192.0.2.1");
  }

  @Override
  public void sendMatch(byte[] message) {
    matchMessages.add(message);
  }

  @Override
  public void sendIntroductions(List<Introduction> all) {
    introductions.addAll(all);
  }

  @Override
  public void openBridge(long slot, byte[] tag) {
    opened.add(slot);
  }

  @Override
  public void closeBridge(long slot) {
    closedBridges.add(slot);
  }

  @Override
  public void probe() {
    probes++;
  }

  @Override
  public void close(LinkEnd end) {
    ends.add(end);
  }

  List<ProxyId> introduced() {
    return introductions.stream().map(Introduction::id).toList();
  }
}
