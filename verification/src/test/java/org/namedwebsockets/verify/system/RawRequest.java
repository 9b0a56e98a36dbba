package org.namedwebsockets.verify.system;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A request as bytes, for what a well-behaved client would not send. */
final class RawRequest implements AutoCloseable {
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");

  private final Socket socket;
  private final String statusLine;

  /**
   * Sends it and reads the answer's first line.
   *
   * @param line method and target in backticks
   * @param with the word upgrade, and headers in backticks, with commas between
   */
  RawRequest(int port, String line, String with) throws IOException {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Host", "localhost:" + port);
    if (with.contains("upgrade")) {
      headers.put("Connection", "Upgrade");
      headers.put("Upgrade", "websocket");
      headers.put("Sec-WebSocket-Version", "13");
      headers.put("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==");
    }
    Matcher given = CODE.matcher(with);
    while (given.find()) {
      String[] header = given.group(1).split(": ", 2);
      headers.put(header[0], header[1]);
    }
    StringBuilder request =
        new StringBuilder(line.substring(1, line.length() - 1)).append(" HTTP/1.1\r\n");
    headers.forEach(
        (name, value) -> request.append(name).append(": ").append(value).append("\r\n"));
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout((int) TestPeer.PATIENCE_S * 1000);
    socket
        .getOutputStream()
        .write(request.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
    statusLine =
        new BufferedReader(
                new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1))
            .readLine();
  }

  int status() {
    return Integer.parseInt(statusLine.split(" ")[1]);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
