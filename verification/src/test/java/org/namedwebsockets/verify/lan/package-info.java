/**
 * Tests between network namespaces of this machine: several machines on one switch, cables that are
 * cut, addresses that change. Needs root on Linux; fails with a sentence where it lacks something,
 * never skips.
 */
@NullMarked
package org.namedwebsockets.verify.lan;

import org.jspecify.annotations.NullMarked;
