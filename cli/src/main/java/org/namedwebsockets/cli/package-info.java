/**
 * {@code nws} at the shell: settings from flags, environment and file, the commands, the log's
 * form. The proxy and the client do the work; only {@code nws doctor} opens sockets of its own.
 */
@NullMarked
package org.namedwebsockets.cli;

import org.jspecify.annotations.NullMarked;
