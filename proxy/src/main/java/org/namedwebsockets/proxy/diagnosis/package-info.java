/**
 * What is well and what is not, from the links of a proxy to the network of its machine, each with
 * a next step. Blocks and takes seconds: never on the hub's loop.
 */
@NullMarked
package org.namedwebsockets.proxy.diagnosis;

import org.jspecify.annotations.NullMarked;
