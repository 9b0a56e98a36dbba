package org.namedwebsockets.proxy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the token of {@code --programs token} is kept: one line, in a file that only its owner may
 * read. Safe to use from any thread.
 */
final class TokenFile {
  private static final Logger LOG = LoggerFactory.getLogger(TokenFile.class);
  private static final int SECRET_BYTES = 32;

  /** Shorter ones could be guessed; somebody wrote the file by hand. */
  private static final int LENGTH_MIN = 32;

  private final Path file;
  private final SecureRandom chance = new SecureRandom();

  TokenFile(Path file) {
    this.file = file;
  }

  /** A secret of 256 random bits. */
  String secret() {
    byte[] bytes = new byte[SECRET_BYTES];
    chance.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /**
   * The token; a new one if there is none yet.
   *
   * @throws UncheckedIOException with a sentence if there is none that can be trusted
   */
  String readOrMake() {
    try {
      String token = Files.readString(file).strip();
      if (PrivateFile.isOpenToOthers(file)) {
        throw new IOException("others may read it: run 'chmod 600' on it, then 'nws token --new'");
      }
      if (token.length() < LENGTH_MIN || !token.matches("[!-~]+")) {
        throw new IOException("it holds no token: remove it, and the next start makes one");
      }
      return token;
    } catch (NoSuchFileException none) {
      return make();
    } catch (IOException unable) {
      throw new UncheckedIOException(
          "the token file " + file + " cannot be used: " + unable.getMessage(), unable);
    }
  }

  private String make() {
    String token = secret();
    try {
      PrivateFile.write(file, List.of(token));
    } catch (IOException unable) {
      throw new UncheckedIOException("the token file " + file + " cannot be written", unable);
    }
    return token;
  }

  /** Makes another, off the caller's thread; it is told what is kept now. */
  void renew(Consumer<Optional<String>> done) {
    Thread.ofVirtual()
        .start(() -> {
          Optional<String> made = Optional.empty();
          try {
            made = Optional.of(make());
            LOG.info("token.renewed");
          } catch (UncheckedIOException unable) {
            LOG.warn("token.unsaved cause=\"{}\"", unable.getMessage());
          } finally {
            done.accept(made);
          }
        });
  }
}
