/** Counters, named once. Never formats, logs or decides anything. */
@NullMarked
package org.namedwebsockets.proxy.metrics;

import org.jspecify.annotations.NullMarked;
