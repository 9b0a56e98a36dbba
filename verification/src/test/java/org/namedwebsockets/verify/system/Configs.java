package org.namedwebsockets.verify.system;

import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.namedwebsockets.proxy.ProxyConfig;
import org.namedwebsockets.proxy.hub.Limits;
import org.namedwebsockets.proxy.net.NetLimits;

/** Configurations of proxies that stay on this machine. */
public final class Configs {
  private Configs() {}

  /** On any free port, without the LAN. */
  public static ProxyConfig alone() {
    return alone(Limits.DEFAULTS, NetLimits.DEFAULTS);
  }

  static ProxyConfig alone(Limits limits, NetLimits netLimits) {
    return new ProxyConfig(
        0,
        ProxyConfig.DEFAULTS.origins(),
        Optional.empty(),
        limits,
        netLimits,
        ProxyConfig.LanConfig.OFF,
        new ProxyConfig.AccessConfig(Optional.empty(), false),
        ProxyConfig.GuestsConfig.DEFAULTS);
  }

  static Limits stallMax(Duration stallMax) {
    return changed(Limits.DEFAULTS, Map.of("stallMax", stallMax));
  }

  static Limits directHoldMax(Duration directHoldMax) {
    return changed(Limits.DEFAULTS, Map.of("directHoldMax", directHoldMax));
  }

  static Limits channelsAndPeers(int channels, int peers) {
    return changed(Limits.DEFAULTS, Map.of("channelsMax", channels, "channelPeersMax", peers));
  }

  static NetLimits connections(int max) {
    return changed(NetLimits.DEFAULTS, Map.of("connectionsMax", max));
  }

  /** A record with other values for the components of these names. */
  private static <R extends Record> R changed(R record, Map<String, ?> others) {
    RecordComponent[] components = record.getClass().getRecordComponents();
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      Object[] values = new Object[components.length];
      for (int i = 0; i < components.length; i++) {
        Object value = others.get(components[i].getName());
        values[i] = value != null ? value : components[i].getAccessor().invoke(record);
      }
      @SuppressWarnings("unchecked") // the very class of what was given
      R changed = (R) record.getClass().getDeclaredConstructor(types).newInstance(values);
      return changed;
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }
}
