/**
 * All cryptography of the proxy: its identity for one run, and the match that finds the channels
 * two proxies share. Never does input or output, never looks at a clock, never logs.
 */
@NullMarked
package org.namedwebsockets.proxy.secure;

import org.jspecify.annotations.NullMarked;
