// Opens the sockets of the load.
#define _GNU_SOURCE
#include "peer.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>
#include "mqtt.h"
#include "wire.h"

static int *stuck, stuck_count;

static int is_sender(int index) { return index < opt.senders; }

// With --port2 the receivers are spread over its ports.
static int port_of(int index) {
  int many = 0;
  if (is_sender(index) || !*opt.ports) return opt.port;
  while (nth(opt.ports, many)) many++;
  return nth(opt.ports, (index - opt.senders) % many);
}

// Connects and asks for the upgrade; the answer is read later.
static int ask(int channel, int index, const char *before) {
  char path[256], whole[300];
  expand(path, sizeof path, opt.path, opt.first + channel, index);
  snprintf(whole, sizeof whole, "%s%s", before, path);
  int fd = connect_socket(port_of(index));
  if (fd < 0) fail("connect", NULL);
  if (ask_upgrade(fd, whole, port_of(index), opt.mqtt)) fail("upgrade", NULL);
  return fd;
}

static void begin(Peer *p, int channel, int index) {
  p->channel = channel;
  p->index = index;
  p->in = malloc(512);
  p->next = calloc(opt.senders, sizeof *p->next);
  if (opt.direct) {  // the data socket is there too, and stays silent
    int data = ask(channel, index, "");
    if (read_upgrade(data)) fail("upgrade", p);
  }
  p->fd = ask(channel, index, opt.direct ? "/control" : "");
}

static void finish(Peer *p, int epoll_fd) {
  if (read_upgrade(p->fd)) fail("upgrade", p);
  if (opt.mqtt) mqtt_open(p->fd, opt.first + p->channel, p->index, !is_sender(p->index) || opt.senders > 1);
  if (is_sender(p->index)) {
    p->count = calloc(opt.window, sizeof *p->count);
    p->out_size = 1 << 16;
    p->out = malloc(p->out_size);
    p->next_send_ns = now_ns();
  }
  struct epoll_event e = {.events = EPOLLIN, .data.ptr = p};
  if (epoll_ctl(epoll_fd, EPOLL_CTL_ADD, p->fd, &e)) fail("epoll", p);
}

void open_all(Peer *peers, int epoll_fd) {
  int all = opt.channels * opt.peers;
  for (int from = 0; from < all; from += opt.batch) {
    int to = from + opt.batch < all ? from + opt.batch : all;
    for (int i = from; i < to; i++) begin(&peers[i], i / opt.peers, i % opt.peers);
    for (int i = from; i < to; i++) finish(&peers[i], epoll_fd);
  }
}

void open_stuck(void) {
  stuck = calloc((size_t)opt.channels * opt.stuck + 1, sizeof *stuck);
  for (int c = 0; c < opt.channels; c++)
    for (int s = 0; s < opt.stuck; s++) {
      int index = opt.peers + s, fd = ask(c, index, "");
      if (read_upgrade(fd)) fail("upgrade", NULL);
      if (opt.mqtt) mqtt_open(fd, opt.first + c, index, 1);
      stuck[stuck_count++] = fd;
    }
}

void close_stuck(void) {
  while (stuck_count) close(stuck[--stuck_count]);
}

// Reads control messages, which are shorter than 64 KiB, until all others were announced.
static void await_others(int fd) {
  static uint8_t in[1 << 17];
  size_t held = 0, head, length;
  int missing = opt.peers - 1;
  while (missing > 0) {
    ssize_t n = recv(fd, in + held, sizeof in - held, 0);
    if (n <= 0) fail("not all others were announced in time", NULL);
    size_t all = held + n, at = 0;
    while (server_head(in + at, all - at, &head, &length) >= 0 && all - at >= head + length) {
      static const char news[] = "{\"Action\":\"connect\"";
      missing -= length > sizeof news && !memcmp(in + at + head, news, sizeof news - 1);
      at += head + length;
    }
    memmove(in, in + at, held = all - at);
  }
}

void await_all(void) {
  for (int c = 0; c < opt.channels; c++) {
    int fd = ask(c, 0, "/control");
    struct timeval patience = {.tv_sec = opt.await};
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    if (read_upgrade(fd)) fail("upgrade", NULL);
    await_others(fd);
    close(fd);
  }
}
