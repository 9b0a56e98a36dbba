package org.namedwebsockets.protocol;

/**
 * What a client asks on its control socket: to hand a message to one peer.
 *
 * @param target whom it is for
 * @param message JSON, or binary
 */
public record ControlRequest(PeerId target, Message message) {}
