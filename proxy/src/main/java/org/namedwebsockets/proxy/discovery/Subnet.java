package org.namedwebsockets.proxy.discovery;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;

/**
 * An address of this machine and the neighbours it reaches without a router.
 *
 * @param address our own address; a link-local one carries its scope
 * @param prefixLength how many leading bits all neighbours share, 0 to 32 or 128
 */
public record Subnet(InetAddress address, int prefixLength) {
  /**
   * Checks the length.
   *
   * @throws IllegalArgumentException if the address has fewer bits
   */
  public Subnet {
    if (prefixLength < 0 || prefixLength > address.getAddress().length * Byte.SIZE) {
      throw new IllegalArgumentException("not a prefix length: " + prefixLength);
    }
  }

  /**
   * Whether an address is one of these neighbours, or our own.
   *
   * @param other any address
   * @return false also for the addresses that stand for all of them
   */
  public boolean holds(InetAddress other) {
    byte[] ours = address.getAddress();
    byte[] theirs = other.getAddress();
    if (ours.length != theirs.length || !sameScope(other) || !samePrefix(ours, theirs)) {
      return false;
    }
    return !(address instanceof Inet4Address) || prefixLength >= 31 || !isForAll(theirs);
  }

  private boolean sameScope(InetAddress other) {
    return !(address instanceof Inet6Address a && other instanceof Inet6Address b)
        || !a.isLinkLocalAddress()
        || a.getScopeId() == b.getScopeId();
  }

  private boolean samePrefix(byte[] ours, byte[] theirs) {
    for (int bit = 0; bit < prefixLength; bit += Byte.SIZE) {
      int mask = 0xff << Math.max(0, Byte.SIZE - (prefixLength - bit));
      if (((ours[bit / Byte.SIZE] ^ theirs[bit / Byte.SIZE]) & mask & 0xff) != 0) {
        return false;
      }
    }
    return true;
  }

  /** Whether all bits behind the prefix are 0 (the network itself) or 1 (broadcast). */
  private boolean isForAll(byte[] theirs) {
    int value = 0;
    for (byte b : theirs) {
      value = value << Byte.SIZE | (b & 0xff);
    }
    int host = prefixLength == 0 ? -1 : (1 << (Integer.SIZE - prefixLength)) - 1;
    return (value & host) == 0 || (value & host) == host;
  }
}
