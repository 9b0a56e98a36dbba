/**
 * The rules of the house as tests: who may use whom, what the confined packages must not touch, how
 * long things may get. Each rule is also shown to fail on an example that breaks it.
 */
@NullMarked
package org.namedwebsockets.verify.architecture;

import org.jspecify.annotations.NullMarked;
