import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.Locale;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Tells the channel how busy this machine is: java Load.java [ws://localhost:9009], Java 17 up. */
class Load {
  static final Pattern WISH = Pattern.compile("\\{\"every\":(\\d{1,5})}");
  static volatile long everyMs = 1000;

  public static void main(String[] arguments) throws Exception {
    String proxy = arguments.length > 0 ? arguments[0] : "ws://localhost:9009";
    long id = ThreadLocalRandom.current().nextLong(1, 1L << 48);
    URI uri = URI.create(proxy + "/network/examples.bridge/" + id);
    WebSocket socket =
        HttpClient.newHttpClient().newWebSocketBuilder().buildAsync(uri, new Ear()).join();
    var machine = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    String name = InetAddress.getLocalHost().getHostName() + " (Java)";
    while (!socket.isOutputClosed()) {
      double load = Math.max(0, machine.getCpuLoad());
      double memory = 1 - (double) machine.getFreeMemorySize() / machine.getTotalMemorySize();
      String json = "{\"id\":%d,\"name\":\"%s\",\"load\":%.3f,\"memory\":%.3f}";
      socket.sendText(String.format(Locale.ROOT, json, id, name, load, memory), true).join();
      Thread.sleep(everyMs);
    }
  }

  /** A page on the channel may say how often. */
  static class Ear implements WebSocket.Listener {
    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
      Matcher wish = WISH.matcher(text);
      if (wish.matches()) {
        everyMs = Math.min(10_000, Math.max(100, Long.parseLong(wish.group(1))));
      }
      socket.request(1);
      return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
      System.exit(0);
      return null;
    }
  }
}
