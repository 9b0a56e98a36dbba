package org.namedwebsockets.verify.lan;

import java.net.InetAddress;
import java.util.Arrays;
import javax.jmdns.JmDNS;
import javax.jmdns.ServiceEvent;
import javax.jmdns.ServiceInfo;
import javax.jmdns.ServiceListener;

/**
 * JmDNS as a program: arguments are its own address and, to publish, an id and a port. Prints
 * {@code ready}, {@code resolved <name> <port> <addresses>}, {@code removed <name>}.
 */
final class JmDnsProbe {
  private static final String TYPE = "_nws._tcp.local.";

  public static void main(String... arguments) throws Exception {
    // With a name given nothing is looked up, which would take seconds here.
    byte[] address = InetAddress.ofLiteral(arguments[0]).getAddress();
    JmDNS jmdns = JmDNS.create(InetAddress.getByAddress("strange", address), "strange");
    jmdns.addServiceListener(TYPE, new Printing(jmdns));
    if (arguments.length > 1) {
      int port = Integer.parseInt(arguments[2]);
      jmdns.registerService(ServiceInfo.create(TYPE, arguments[1], port, 0, 0, "v=1"));
    }
    System.out.println("ready");
    while (System.in.read() >= 0) {
      // Until standard input ends.
    }
    jmdns.unregisterAllServices();
    jmdns.close();
    System.exit(0);
  }

  private record Printing(JmDNS jmdns) implements ServiceListener {
    @Override
    public void serviceAdded(ServiceEvent event) {
      jmdns.requestServiceInfo(event.getType(), event.getName());
    }

    @Override
    public void serviceRemoved(ServiceEvent event) {
      System.out.println("removed " + event.getName());
    }

    @Override
    public void serviceResolved(ServiceEvent event) {
      ServiceInfo found = event.getInfo();
      System.out.println(
          "resolved %s %d %s v=%s"
              .formatted(
                  event.getName(),
                  found.getPort(),
                  Arrays.toString(found.getHostAddresses()),
                  found.getPropertyString("v")));
    }
  }
}
