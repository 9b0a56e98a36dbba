package org.namedwebsockets.verify.system;

import java.net.BindException;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.namedwebsockets.proxy.Proxy;
import org.namedwebsockets.proxy.ProxyConfig;

/** A proxy for each test, as {@code docs/java.md} has it for tests of others. */
final class EmbeddedProxy implements BeforeEachCallback, AfterEachCallback {
  private Proxy proxy;

  @Override
  public void beforeEach(ExtensionContext context) throws BindException {
    proxy = Proxy.start(ProxyConfig.DEFAULTS.withPort(0).withLan(ProxyConfig.LanConfig.OFF));
  }

  @Override
  public void afterEach(ExtensionContext context) {
    proxy.close();
  }

  int port() {
    return proxy.port();
  }
}
