/**
 * The words of the protocol to bytes and back, one codec for each wire form. Never decides what a
 * word means, and is the only package that knows the JSON library.
 */
@NullMarked
package org.namedwebsockets.protocol.wire;

import org.jspecify.annotations.NullMarked;
