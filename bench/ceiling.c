// The ceiling: what the kernel allows. One thread, epoll, one write per receiver per tick, all receivers of a channel
// from one shared buffer. No limits, no UTF-8 check, no fragments: it does nothing but the kernel's work, and exists
// only to be measured against. It answers the one handshake that load.c makes.
//
//   ceiling PORT [--uring]        --uring: all sends of a tick as one batch of io_uring
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>
#include "uring.h"

enum { EVENTS = 1024, IN = 1 << 18, CHANNELS = 4096, RANGES = 64 };

typedef struct Peer Peer;
typedef struct Channel {
  Peer *first;
  uint8_t *batch;
  size_t used, size;
  int touched;
} Channel;

struct Peer {
  int fd, open;
  Channel *channel;
  Peer *next, **prev;
  uint8_t *in;
  size_t held, in_size;
  int ranges;
  size_t from[RANGES], to[RANGES];  // of this tick's batch, what this peer sent itself
  uint8_t *late;                    // what the socket did not take
  size_t late_from, late_to, late_size;
};

static Channel channels[CHANNELS];
static Channel *touched[CHANNELS];
static int touches, epoll_fd, with_uring;
static const char ANSWER[] =
    "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n";

static void part(Peer *p) {
  if (p->channel) {
    *p->prev = p->next;
    if (p->next) p->next->prev = p->prev;
  }
  close(p->fd);
  free(p->in);
  free(p->late);
  free(p);
}

static void keep_late(Peer *p, const uint8_t *bytes, size_t n) {
  if (p->late_size - p->late_to < n) {
    p->late_size = (p->late_to + n) * 2;
    p->late = realloc(p->late, p->late_size);
  }
  memcpy(p->late + p->late_to, bytes, n);
  p->late_to += n;
}

static void watch(Peer *p, int writing) {
  struct epoll_event e = {.events = EPOLLIN | (writing ? EPOLLOUT : 0), .data.ptr = p};
  epoll_ctl(epoll_fd, EPOLL_CTL_MOD, p->fd, &e);
}

static void send_late(Peer *p) {
  ssize_t n = send(p->fd, p->late + p->late_from, p->late_to - p->late_from, MSG_NOSIGNAL | MSG_DONTWAIT);
  if (n > 0) p->late_from += n;
  if (p->late_from == p->late_to) {
    p->late_from = p->late_to = 0;
    watch(p, 0);
  }
}

static void keep_rest(Peer *p, const struct iovec *parts, int n, size_t sent) {
  for (int i = 0; i < n; i++) {
    size_t skip = sent < parts[i].iov_len ? sent : parts[i].iov_len;
    sent -= skip;
    keep_late(p, (uint8_t *)parts[i].iov_base + skip, parts[i].iov_len - skip);
  }
}

static void sent_some(void *whom, const struct iovec *parts, int n, size_t sent) {
  size_t total = 0;
  for (int i = 0; i < n; i++) total += parts[i].iov_len;
  if (sent == total) return;
  watch(whom, 1);
  keep_rest(whom, parts, n, sent);
}

static void hand(Channel *c, Peer *p) {
  struct iovec parts[RANGES + 1];
  int n = 0;
  size_t at = 0;
  for (int r = 0; r <= p->ranges; r++) {
    size_t end = r < p->ranges ? p->from[r] : c->used;
    if (end > at) parts[n++] = (struct iovec){c->batch + at, end - at};
    if (r < p->ranges) at = p->to[r];
  }
  p->ranges = 0;
  if (!n) return;
  if (p->late_to) return keep_rest(p, parts, n, 0);
  if (with_uring) return uring_send(p->fd, p, parts, n);
  ssize_t sent = n == 1 ? send(p->fd, parts[0].iov_base, parts[0].iov_len, MSG_NOSIGNAL | MSG_DONTWAIT)
                        : writev(p->fd, parts, n);
  sent_some(p, parts, n, sent > 0 ? sent : 0);
}

static void end_tick(void) {
  for (int i = 0; i < touches; i++)
    for (Peer *p = touched[i]->first; p; p = p->next) hand(touched[i], p);
  if (with_uring) uring_submit();
  for (int i = 0; i < touches; i++) touched[i]->used = touched[i]->touched = 0;
  touches = 0;
}

static uint8_t *put_head(uint8_t *at, int opcode, size_t length) {
  *at++ = 0x80 | opcode;
  if (length < 126) {
    *at++ = length;
  } else if (length < 65536) {
    *at++ = 126;
    *at++ = length >> 8;
    *at++ = length;
  } else {
    *at++ = 127;
    for (int shift = 56; shift >= 0; shift -= 8) *at++ = (uint64_t)length >> shift;
  }
  return at;
}

static void unmask(uint8_t *at, const uint8_t *payload, size_t length, const uint8_t *key) {
  uint32_t mask32;
  memcpy(&mask32, key, 4);
  uint64_t mask = (uint64_t)mask32 << 32 | mask32;
  size_t i = 0;
  for (; i + 8 <= length; i += 8) {
    uint64_t word;
    memcpy(&word, payload + i, 8);
    word ^= mask;
    memcpy(at + i, &word, 8);
  }
  for (; i < length; i++) at[i] = payload[i] ^ key[i & 3];
}

static void broadcast(Peer *p, int opcode, const uint8_t *payload, size_t length, const uint8_t *key) {
  Channel *c = p->channel;
  if (!c->touched) {
    c->touched = 1;
    touched[touches++] = c;
  }
  if (c->size - c->used < length + 24) {
    c->size = (c->used + length + 24) * 2;
    c->batch = realloc(c->batch, c->size);
  }
  uint8_t *at = c->batch + c->used;
  size_t begin = c->used;
  at = put_head(at, opcode, length);
  unmask(at, payload, length, key);
  c->used += at + length - (c->batch + begin);
  if (p->ranges && p->to[p->ranges - 1] == begin) {
    p->to[p->ranges - 1] = c->used;
  } else {
    if (p->ranges == RANGES) end_tick(), begin = 0;  // never with load.c
    p->from[p->ranges] = begin;
    p->to[p->ranges++] = c->used;
  }
}

static size_t frames(Peer *p, uint8_t *in, size_t n) {
  size_t at = 0;
  while (n - at >= 6) {
    size_t length = in[at + 1] & 127, head = length < 126 ? 6 : length == 126 ? 8 : 14;
    if (n - at < head) break;
    if (length == 126) length = (size_t)in[at + 2] << 8 | in[at + 3];
    else if (length == 127)
      for (int i = length = 0; i < 8; i++) length = length << 8 | in[at + 2 + i];
    if (n - at < head + length) break;
    broadcast(p, in[at] & 15, in + at + head, length, in + at + head - 4);
    at += head + length;
  }
  return at;
}

static int handshake(Peer *p, const uint8_t *in, size_t n) {
  if (n < 4 || memcmp(in + n - 4, "\r\n\r\n", 4)) return 0;
  int c = 0;
  sscanf((const char *)in, "GET /local/c%d/", &c);
  p->channel = &channels[c % CHANNELS];
  p->next = p->channel->first;
  p->prev = &p->channel->first;
  if (p->next) p->next->prev = &p->next;
  p->channel->first = p;
  send(p->fd, ANSWER, sizeof ANSWER - 1, MSG_NOSIGNAL);
  return 1;
}

static void readable(Peer *p) {
  static uint8_t buffer[IN * 2];
  if (p->held > IN) {  // a large frame: straight into its own memory
    if (p->in_size - p->held < IN) p->in = realloc(p->in, p->in_size *= 2);
    ssize_t n = recv(p->fd, p->in + p->held, p->in_size - p->held, MSG_DONTWAIT);
    if (n <= 0) return n < 0 && errno == EAGAIN ? (void)0 : part(p);
    size_t all = p->held + n, used = frames(p, p->in, all);
    memmove(p->in, p->in + used, p->held = all - used);
    return;
  }
  if (p->held) memcpy(buffer, p->in, p->held);
  ssize_t n = recv(p->fd, buffer + p->held, IN, MSG_DONTWAIT);
  if (n <= 0) return n < 0 && errno == EAGAIN ? (void)0 : part(p);
  size_t all = p->held + n, used;
  if (!p->channel) used = handshake(p, buffer, all) ? all : 0;
  else used = frames(p, buffer, all);
  p->held = all - used;
  if (p->held > p->in_size) p->in = realloc(p->in, p->in_size = p->held * 2);
  if (p->held) memcpy(p->in, buffer + used, p->held);
}

int main(int argc, char **argv) {
  if (argc > 2 && !strcmp(argv[2], "--uring") && uring_open(sent_some)) return perror("ceiling: io_uring"), 1;
  with_uring = argc > 2;
  int one = 1, server = socket(AF_INET, SOCK_STREAM, 0);
  struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons(argc > 1 ? atoi(argv[1]) : 9300),
                           .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  setsockopt(server, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
  if (bind(server, (struct sockaddr *)&at, sizeof at) || listen(server, 1024)) return perror("ceiling"), 1;
  epoll_fd = epoll_create1(0);
  struct epoll_event e = {.events = EPOLLIN, .data.ptr = NULL}, events[EVENTS];
  epoll_ctl(epoll_fd, EPOLL_CTL_ADD, server, &e);
  for (;;) {
    int n = epoll_wait(epoll_fd, events, EVENTS, -1);
    for (int i = 0; i < n; i++) {
      Peer *p = events[i].data.ptr;
      if (!p) {
        p = calloc(1, sizeof *p);
        p->fd = accept(server, NULL, NULL);
        setsockopt(p->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
        e.data.ptr = p;
        epoll_ctl(epoll_fd, EPOLL_CTL_ADD, p->fd, &e);
        continue;
      }
      if (events[i].events & EPOLLOUT) send_late(p);
      if (events[i].events & (EPOLLIN | EPOLLHUP | EPOLLERR)) readable(p);
    }
    end_tick();
  }
}
