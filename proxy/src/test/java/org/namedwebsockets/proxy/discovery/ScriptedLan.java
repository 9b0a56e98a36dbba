package org.namedwebsockets.proxy.discovery;

import java.util.ArrayList;
import java.util.List;
import org.namedwebsockets.protocol.Advert;
import org.namedwebsockets.protocol.ProxyId;

/** A LAN that remembers what it was told to do. */
final class ScriptedLan implements Lan {
  final List<String> told = new ArrayList<>();

  @Override
  public void announce(Advert advert) {
    told.add("announce " + advert.id());
  }

  @Override
  public void withdraw() {
    told.add("withdraw");
  }

  @Override
  public void query() {
    told.add("query");
  }

  @Override
  public void hold(ProxyId id) {
    told.add("hold " + id);
  }

  @Override
  public void release(ProxyId id) {
    told.add("release " + id);
  }
}
