#define _GNU_SOURCE
#include "uring.h"
#include <errno.h>
#include <linux/io_uring.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { ENTRIES = 4096 };

typedef struct Send {
  void *whom;
  int count;
  struct iovec parts[URING_PARTS];
  struct msghdr message;
} Send;

static int ring;
static SendDone *done;
static Send sends[ENTRIES];
static unsigned queued;
static struct io_uring_sqe *sqes;
static struct io_uring_cqe *cqes;
static unsigned *sq_tail, *sq_mask, *sq_array, *cq_head, *cq_tail, *cq_mask;

static int map(const struct io_uring_params *p) {
  size_t sq_size = p->sq_off.array + p->sq_entries * sizeof(unsigned);
  size_t cq_size = p->cq_off.cqes + p->cq_entries * sizeof *cqes;
  size_t size = sq_size > cq_size ? sq_size : cq_size;
  int access = PROT_READ | PROT_WRITE, shared = MAP_SHARED | MAP_POPULATE;
  uint8_t *at = mmap(NULL, size, access, shared, ring, IORING_OFF_SQ_RING);
  sqes = mmap(NULL, p->sq_entries * sizeof *sqes, access, shared, ring, IORING_OFF_SQES);
  if (at == MAP_FAILED || sqes == MAP_FAILED) return -1;
  sq_tail = (unsigned *)(at + p->sq_off.tail);
  sq_mask = (unsigned *)(at + p->sq_off.ring_mask);
  sq_array = (unsigned *)(at + p->sq_off.array);
  cq_head = (unsigned *)(at + p->cq_off.head);
  cq_tail = (unsigned *)(at + p->cq_off.tail);
  cq_mask = (unsigned *)(at + p->cq_off.ring_mask);
  cqes = (struct io_uring_cqe *)(at + p->cq_off.cqes);
  return 0;
}

int uring_open(SendDone *when_done) {
  struct io_uring_params p = {.flags = IORING_SETUP_SINGLE_ISSUER | IORING_SETUP_COOP_TASKRUN};
  done = when_done;
  ring = syscall(SYS_io_uring_setup, ENTRIES, &p);
  if (ring < 0) {  // an older kernel
    p = (struct io_uring_params){0};
    ring = syscall(SYS_io_uring_setup, ENTRIES, &p);
  }
  // Both rings in one mapping: every kernel since 5.4.
  return ring < 0 || !(p.features & IORING_FEAT_SINGLE_MMAP) || map(&p) ? -1 : 0;
}

void uring_send(int fd, void *whom, const struct iovec *parts, int count) {
  if (queued == ENTRIES) uring_submit();
  Send *s = &sends[queued];
  s->whom = whom;
  s->count = count;
  memcpy(s->parts, parts, count * sizeof *parts);
  unsigned tail = *sq_tail + queued, slot = tail & *sq_mask;
  struct io_uring_sqe *e = &sqes[slot];
  memset(e, 0, sizeof *e);
  e->fd = fd;
  e->user_data = queued;
  e->msg_flags = MSG_DONTWAIT | MSG_NOSIGNAL;  // so that it is done, or refused, within the call
  if (count == 1) {
    e->opcode = IORING_OP_SEND;
    e->addr = (uintptr_t)parts->iov_base;
    e->len = parts->iov_len;
  } else {
    s->message = (struct msghdr){.msg_iov = s->parts, .msg_iovlen = count};
    e->opcode = IORING_OP_SENDMSG;
    e->addr = (uintptr_t)&s->message;
    e->len = 1;
  }
  sq_array[slot] = slot;
  queued++;
}

static unsigned reap(void) {
  unsigned head = *cq_head, tail = __atomic_load_n(cq_tail, __ATOMIC_ACQUIRE), count = tail - head;
  for (; head != tail; head++) {
    struct io_uring_cqe *c = &cqes[head & *cq_mask];
    Send *s = &sends[c->user_data];
    done(s->whom, s->parts, s->count, c->res > 0 ? c->res : 0);
  }
  __atomic_store_n(cq_head, head, __ATOMIC_RELEASE);
  return count;
}

// What cannot wait is done within the call; only an odd one is waited for.
void uring_submit(void) {
  unsigned submitted = 0, reaped = 0;
  __atomic_store_n(sq_tail, *sq_tail + queued, __ATOMIC_RELEASE);
  while (reaped < queued) {
    int wait = submitted == queued;
    long n = syscall(SYS_io_uring_enter, ring, queued - submitted, wait, wait ? IORING_ENTER_GETEVENTS : 0, NULL, 0);
    if (n < 0 && errno != EINTR) {
      perror("io_uring_enter");
      exit(1);
    }
    if (n > 0 && !wait) submitted += n;
    reaped += reap();
  }
  queued = 0;
}
