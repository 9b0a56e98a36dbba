/**
 * The words of Named Web Sockets as values that check themselves. Never does input or output, and
 * never knows how a word is written on a wire.
 */
@NullMarked
package org.namedwebsockets.protocol;

import org.jspecify.annotations.NullMarked;
