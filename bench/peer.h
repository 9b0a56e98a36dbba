// One socket of the load, and how all of them are opened.
#pragma once
#include <stddef.h>
#include <stdint.h>
#include "stats.h"

enum { HEAD = 24 };  // the first bytes of a payload: sender, number, time

typedef struct Peer {
  int fd, channel, index, sending, busy;
  uint8_t *in;            // bytes of a frame that is not whole yet
  size_t held, skip;      // of a large frame, what is still to come and need not be kept
  uint64_t *next;         // by sender of the channel: the number expected next
  uint64_t sent, landed;  // as a sender
  uint16_t *count;        // as a sender: receivers that have message i, by i % window
  uint8_t *out;           // as a sender: what the socket did not take yet
  size_t out_from, out_to, out_size;
  uint64_t next_send_ns;
} Peer;

extern Options opt;

// Says what went wrong, and where, and ends with code 3.
void fail(const char *why, Peer *p);
// Opens every socket, --batch at a time, and gives it to epoll.
void open_all(Peer *peers, int epoll_fd);
// Opens --stuck members of each channel that never read, and forgets them until close_stuck.
void open_stuck(void);
void close_stuck(void);
// Waits until the first member of each channel was told of all others: only ours can tell.
void await_all(void);
