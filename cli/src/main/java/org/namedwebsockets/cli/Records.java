package org.namedwebsockets.cli;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/** Lines, or what else ends with one byte. */
final class Records {
  private static final int BYTES_MAX = 64 << 20;

  private final BufferedInputStream in;
  private final int end;

  Records(InputStream in, int end) {
    this.in = new BufferedInputStream(in);
    this.end = end;
  }

  /** The next one; the last may be without an end. Empty if there is none. */
  Optional<byte[]> next() throws IOException {
    ByteArrayOutputStream record = new ByteArrayOutputStream();
    int next = in.read();
    if (next < 0) {
      return Optional.empty();
    }
    while (next >= 0 && next != end) {
      record.write(next);
      if (record.size() > BYTES_MAX) {
        throw new IOException("a message is longer than 64 MiB; is it the right file?");
      }
      next = in.read();
    }
    return Optional.of(record.toByteArray());
  }
}
