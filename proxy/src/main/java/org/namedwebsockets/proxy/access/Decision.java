package org.namedwebsockets.proxy.access;

import java.util.Arrays;
import java.util.List;
import org.namedwebsockets.protocol.ChannelKey;

/**
 * What a person said of a site. As text, one line: {@code allow https://example.org network/chat}.
 *
 * @param origin an origin such as {@code https://example.org}, or a pattern such as {@code
 *     https://*.example.org}
 * @param allowed whether it may open sockets
 * @param channels on which channels only, {@code scope/name} with {@code *} for any characters and
 *     {@code %2A} for that one itself, which a name may have; empty for all
 */
public record Decision(String origin, boolean allowed, List<String> channels) {
  private static final int CHANNELS_MAX = 64;
  private static final String CHANNEL_PATTERN =
      "(local|network|\\*)/([A-Za-z0-9._+=*-]|%2A){1,255}";

  /**
   * Checks them.
   *
   * @throws IllegalArgumentException with a sentence if one is malformed
   */
  public Decision {
    origin = OriginRule.pattern(origin);
    channels = List.copyOf(channels);
    if (channels.size() > CHANNELS_MAX) {
      throw new IllegalArgumentException("a site has " + CHANNELS_MAX + " channels at most");
    }
    for (String channel : channels) {
      if (!channel.matches(CHANNEL_PATTERN)) {
        throw new IllegalArgumentException(
            "'" + channel + "' is not a channel such as network/chat or local/game-*");
      }
    }
    if (!allowed && !channels.isEmpty()) {
      throw new IllegalArgumentException("a site is denied as a whole");
    }
  }

  /**
   * Reads a line.
   *
   * @param line as {@link #text} writes it
   * @return what it says
   * @throws IllegalArgumentException with a sentence if it says nothing
   */
  public static Decision parse(String line) {
    List<String> words = Arrays.asList(line.trim().split("\\s+"));
    if (words.size() < 2 || !words.getFirst().matches("allow|deny")) {
      throw new IllegalArgumentException("a line is 'allow' or 'deny', a site, and channels");
    }
    boolean allowed = words.getFirst().equals("allow");
    return new Decision(words.get(1), allowed, words.subList(2, words.size()));
  }

  /**
   * As one line of text.
   *
   * @return the line
   */
  public String text() {
    String start = (allowed ? "allow " : "deny ") + origin;
    return channels.isEmpty() ? start : start + " " + String.join(" ", channels);
  }

  /**
   * A channel as a decision names it: a star of its own is not one that stands for any characters.
   *
   * @param key the channel
   * @return such as {@code network/chat}
   */
  public static String channel(ChannelKey key) {
    return key.scope().word() + "/" + key.name().value().replace("*", "%2A");
  }

  boolean isAbout(String site) {
    return OriginRule.matches(origin, site);
  }

  boolean covers(ChannelKey key) {
    String name = channel(key);
    return channels.isEmpty() || channels.stream().anyMatch(one -> OriginRule.fits(one, name));
  }
}
