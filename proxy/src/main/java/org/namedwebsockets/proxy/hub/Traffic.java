package org.namedwebsockets.proxy.hub;

/**
 * What went over one channel since it opened; each number only grows.
 *
 * @param messagesIn broadcasts taken from its peers of this machine
 * @param bytesIn their payload
 * @param messagesOut broadcasts handed to its peers of this machine, from wherever they came
 * @param bytesOut their payload, once for each peer
 * @param directs messages for one peer, taken from its peers of this machine
 */
public record Traffic(
    long messagesIn, long bytesIn, long messagesOut, long bytesOut, long directs) {}
