package org.namedwebsockets.proxy;

import java.io.IOException;
import java.net.BindException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.namedwebsockets.proxy.access.AccessLimits;
import org.namedwebsockets.proxy.access.OriginRule;
import org.namedwebsockets.proxy.access.Origins;
import org.namedwebsockets.proxy.access.PromptLimits;
import org.namedwebsockets.proxy.access.Prompts;
import org.namedwebsockets.proxy.access.TokenLimits;
import org.namedwebsockets.proxy.access.Tokens;
import org.namedwebsockets.proxy.hub.Hub;
import org.namedwebsockets.proxy.metrics.Metrics;
import org.namedwebsockets.proxy.net.GuestTerms;
import org.namedwebsockets.proxy.net.LinksStatus;
import org.namedwebsockets.proxy.net.Network;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running proxy: the daemon, or one inside a test or a desktop program.
 *
 * <pre>{@code
 * try (Proxy proxy = Proxy.start(ProxyConfig.DEFAULTS.withPort(0))) {
 *   // ws://localhost:<proxy.port()>/local/<channel>/<peer_id>
 * }
 * }</pre>
 */
public final class Proxy implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Proxy.class);

  private static final Duration LAN_START_MAX = Duration.ofSeconds(1);

  private final Network network;

  /** Completes a little after the start; exceptionally if there is no LAN side. */
  private final CompletableFuture<LanSide> lan;

  private @Nullable OriginsFile originsFile;
  private @Nullable DesktopPrompt prompt;
  private int port;
  private boolean closed;

  private Proxy(Network network, CompletableFuture<LanSide> lan) {
    this.network = network;
    this.lan = lan;
  }

  /**
   * Starts a proxy; it accepts connections when this returns.
   *
   * @param config what it is told
   * @return the running proxy
   * @throws BindException if the local port is taken
   */
  public static Proxy start(ProxyConfig config) throws BindException {
    Metrics metrics = new Metrics();
    Hub hub = new Hub(config.limits(), metrics, System.nanoTime());
    Network network = new Network(hub, metrics, config.netLimits());
    CompletableFuture<LanSide> lan = new CompletableFuture<>();
    Proxy proxy = new Proxy(network, lan);
    try {
      proxy.port =
          network.listen(
              config.port(),
              proxy.asking(config, network, proxy.origins(config)),
              tokens(config, network),
              version(),
              proxy::linksStatus,
              guestTerms(config));
      LOG.info("proxy.started port={} version={}", proxy.port, version());
    } catch (BindException | RuntimeException unable) {
      network.close();
      throw unable;
    }
    if (config.lan().enabled()) {
      openLan(config.lan(), new LanSide.Local(network, hub, metrics), lan);
    } else {
      lan.cancel(false);
    }
    return proxy;
  }

  /** Who keeps this machine off the LAN has no guests there either. */
  private static GuestTerms guestTerms(ProxyConfig config) {
    ProxyConfig.GuestsConfig guests = config.guests();
    String refusal = "";
    if (!guests.enabled()) {
      refusal = "nobody may be invited: this proxy was started with --guests off";
    } else if (!config.lan().enabled()) {
      refusal = "nobody may be invited: this proxy was started with --lan off";
    }
    return new GuestTerms(
        refusal,
        guests.port(),
        guests.inviteLimits(),
        guests.limits(),
        new GuestAddresses(config.lan()),
        System::currentTimeMillis);
  }

  private Origins origins(ProxyConfig config) {
    if (config.originsFile().isEmpty()) {
      return Origins.under(config.origins());
    }
    var file = new OriginsFile(config.originsFile().get());
    originsFile = file;
    return new Origins(config.origins(), AccessLimits.DEFAULTS, file.read(), file::keep);
  }

  /** Asks the person at the desktop too, if there is one. */
  private Origins asking(ProxyConfig config, Network network, Origins origins) {
    Optional<Path> program = DesktopPrompt.program(System.getenv());
    boolean mayWait = config.origins() instanceof OriginRule.Ask;
    if (!config.access().notifies() || !mayWait || program.isEmpty()) {
      return origins;
    }
    var desktop = new DesktopPrompt(program.get(), PromptLimits.DEFAULTS.answerMax());
    prompt = desktop;
    var prompts = new Prompts(PromptLimits.DEFAULTS);
    origins.onListed(site -> {
      if (prompts.begin(site, System.nanoTime())) {
        desktop.ask(
            site,
            answer ->
                network.execute(() -> {
                  prompts.end();
                  answer.decision(site).ifPresent(origins::decide);
                }));
      }
    });
    return origins;
  }

  private static Tokens tokens(ProxyConfig config, Network network) {
    if (config.access().tokenFile().isEmpty()) {
      return Tokens.none();
    }
    Path place = config.access().tokenFile().get();
    var file = new TokenFile(place);
    return new Tokens(
        file.readOrMake(),
        place.toString(),
        TokenLimits.DEFAULTS,
        file::secret,
        done -> file.renew(made -> network.execute(() -> done.accept(made))));
  }

  /**
   * Keys take as long to make as all the rest, so no page waits for it: neither for its end nor, on
   * few processors, for its share of them.
   */
  private static void openLan(
      ProxyConfig.LanConfig config, LanSide.Local local, CompletableFuture<LanSide> lan) {
    Thread.ofPlatform()
        .name("nws-lan-start")
        .daemon()
        .start(() -> {
          try {
            lan.complete(new LanSide(config, local));
          } catch (IOException | RuntimeException | Error broken) {
            LOG.error(
                "lan.closed: only this machine's channels work, because {}", broken.getMessage());
            lan.completeExceptionally(broken);
          }
        });
  }

  private LinksStatus linksStatus() {
    return openLan().map(LanSide::status).orElse(LinksStatus.NONE);
  }

  private Optional<LanSide> openLan() {
    return lan.state() == Future.State.SUCCESS ? Optional.of(lan.resultNow()) : Optional.empty();
  }

  /**
   * This build's version.
   *
   * @return such as {@code 0.1.0}
   */
  public static String version() {
    return Optional.ofNullable(Proxy.class.getPackage().getImplementationVersion())
        .orElse("0.1.0-dev");
  }

  /**
   * The local port it listens on.
   *
   * @return the port
   */
  public int port() {
    return port;
  }

  /** Stops: peers hear 1001, and nothing is left when this returns. May be called again. */
  @Override
  public synchronized void close() {
    if (!closed) {
      closed = true;
      closeLan();
      if (prompt != null) {
        prompt.close();
      }
      network.close();
      if (originsFile != null) {
        originsFile.close();
      }
      LOG.info("proxy.stopped port={}", port);
    }
  }

  private void closeLan() {
    try {
      lan.get(LAN_START_MAX.toMillis(), TimeUnit.MILLISECONDS).close();
    } catch (ExecutionException | CancellationException | TimeoutException none) {
      // If it is still starting, it closes itself as soon as it can.
      lan.thenAccept(LanSide::close);
      LOG.debug("lan.absent reason={}", none.getMessage());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
