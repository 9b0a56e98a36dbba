package org.namedwebsockets.proxy.net;

import java.net.InetAddress;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.namedwebsockets.proxy.access.InviteLimits;

/**
 * Whether and how guests may come.
 *
 * @param refusal why nobody may be invited, as a sentence; empty if somebody may
 * @param port the guest port wished for; if it is taken, any free one
 * @param inviteLimits the bounds of invites
 * @param limits the bounds of the port
 * @param addresses where others on the LAN reach this machine, best first; asked off the loop
 * @param wallMs the wall clock, which goes on while the machine sleeps
 */
public record GuestTerms(
    String refusal,
    int port,
    InviteLimits inviteLimits,
    GuestLimits limits,
    Supplier<List<InetAddress>> addresses,
    LongSupplier wallMs) {

  /** Nobody may be invited. */
  static GuestTerms none() {
    return new GuestTerms(
        "nobody may be invited here",
        0,
        InviteLimits.DEFAULTS,
        GuestLimits.DEFAULTS,
        List::of,
        System::currentTimeMillis);
  }
}
