package org.namedwebsockets.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.Writer;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.nio.charset.StandardCharsets;
import org.namedwebsockets.proxy.Proxy;
import org.namedwebsockets.proxy.ProxyConfig;

/**
 * {@code nws train}: what a proxy does, so that the Java runtime can note which classes it needs
 * and how, for the proxy's start-up cache. Two proxies find one another on the loopback interface
 * only; {@link TrainCommand}, a process of its own with a cache of its own, writes to our input
 * where they are to listen, uses them, and ends. Nothing a proxy does not need may be touched here:
 * each class of the cache is paid for at each start.
 */
final class TrainDaemon {
  /** The command. */
  static final String WORD = "train";

  private TrainDaemon() {}

  /** Runs until the input ends; a {@link ExitCode}. */
  static int run(Shell shell) {
    PrintStream nowhere =
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    try {
      Settings usual = shell.settings(Settings.Flags.NONE);
      Logs.configure(LogLevel.INFO, usual.logFormat());
      nowhere.print(Greeting.text(Proxy.version(), usual.proxyConfig().port(), false));
      return serve(
          new BufferedReader(new InputStreamReader(shell.in(), StandardCharsets.US_ASCII)));
    } catch (ConfigException | IOException | NumberFormatException e) {
      shell.complain("could not train: " + e.getMessage());
      return ExitCode.FAILURE;
    }
  }

  private static int serve(BufferedReader from) throws IOException {
    String[] ports = String.valueOf(from.readLine()).split(" ", -1);
    if (ports.length != 2) {
      throw new IOException("no two ports were given.");
    }
    try (Proxy here = Proxy.start(onLoopback(Integer.parseInt(ports[0])));
        Proxy there = Proxy.start(onLoopback(Integer.parseInt(ports[1])))) {
      from.transferTo(Writer.nullWriter());
      return here.port() == there.port() ? ExitCode.FAILURE : ExitCode.OK;
    }
  }

  private static ProxyConfig onLoopback(int port) throws IOException {
    Draft draft = new Draft();
    draft.port = port;
    draft.linkPort = 0;
    draft.interfaces =
        NetworkInterface.networkInterfaces()
            .filter(card -> card.inetAddresses().anyMatch(InetAddress::isLoopbackAddress))
            .map(NetworkInterface::getName)
            .toList();
    draft.lan = !draft.interfaces.isEmpty();
    return draft.proxyConfig();
  }
}
