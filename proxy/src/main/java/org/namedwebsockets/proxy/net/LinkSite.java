package org.namedwebsockets.proxy.net;

import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.random.RandomGenerator;
import org.namedwebsockets.proxy.link.LinkOwner;

/**
 * What all links share.
 *
 * @param loop the hub, its counters and its time
 * @param executor the hub's loop
 * @param owner who hears of links
 * @param limits the bounds of their transport
 * @param dialMax how long an attempt may take
 * @param connectMax how much of it TCP may take
 * @param probeMax how long a link may take to answer when asked for a sign of life
 * @param random where masks come from; they keep no secret
 */
record LinkSite(
    HubLoop loop,
    EventExecutor executor,
    LinkOwner owner,
    LinkNetLimits limits,
    Duration dialMax,
    Duration connectMax,
    Duration probeMax,
    RandomGenerator random) {}
