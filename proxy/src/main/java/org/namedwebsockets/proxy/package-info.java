/** The daemon, embeddable: builds, wires, starts and stops the parts. Never handles a message. */
@NullMarked
package org.namedwebsockets.proxy;

import org.jspecify.annotations.NullMarked;
