package org.namedwebsockets.verify.system;

import java.net.BindException;
import java.util.List;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.namedwebsockets.proxy.Proxy;
import org.namedwebsockets.proxy.ProxyConfig;

/** A proxy for each test, as {@code docs/java.md} has it for tests of others. */
final class EmbeddedProxy implements BeforeEachCallback, AfterEachCallback {
  private static final ProxyConfig.LanConfig NO_LAN =
      new ProxyConfig.LanConfig(false, 0, false, List.of(), List.of(), List.of());

  private Proxy proxy;

  @Override
  public void beforeEach(ExtensionContext context) throws BindException {
    ProxyConfig usual = ProxyConfig.DEFAULTS;
    proxy =
        Proxy.start(new ProxyConfig(0, usual.origins(), usual.limits(), usual.netLimits(), NO_LAN));
  }

  @Override
  public void afterEach(ExtensionContext context) {
    proxy.close();
  }

  int port() {
    return proxy.port();
  }
}
