// Sends of one tick as one batch of io_uring, without a library.
#pragma once
#include <stddef.h>
#include <sys/uio.h>

enum { URING_PARTS = 65 };

// What the kernel took of a send: sent bytes, 0 if the socket was full.
typedef void SendDone(void *whom, const struct iovec *parts, int count, size_t sent);

// 0, or -1 if this kernel does not allow it.
int uring_open(SendDone *done);
// Queues a send of parts to fd; the bytes must stay until uring_submit.
void uring_send(int fd, void *whom, const struct iovec *parts, int count);
// Submits all that is queued with one call of the kernel, and tells what became of each.
void uring_submit(void);
