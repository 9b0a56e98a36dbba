// The load generator: one thread, epoll, every frame counted and its order checked.
//
//   load --port 9009 --path /local/c%c/%p --channels 1 --peers 101 --senders 1 --window 64 --size 100 --seconds 5
//
// Each channel has --peers sockets, the first --senders of which send. A sender keeps --window messages in flight: a
// message has landed when every other socket of its channel has it. With --rate it sends so many a second instead.
// Prints one JSON object. A lost, repeated, reordered or foreign frame ends the run with exit code 3. All options and
// what they are without being given stand in options() of stats.c.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>
#include "direct.h"
#include "mqtt.h"
#include "peer.h"
#include "stats.h"
#include "wire.h"

enum { EVENTS = 1024, IN_MAX = 1 << 18 };

Options opt;
static Peer *peers;
static int epoll_fd;
static uint64_t delivered, bytes_in, samples;
static int stopping, measuring;

void fail(const char *why, Peer *p) {
  fprintf(stderr, "load: %s (channel %d peer %d): %s\n", why, p ? p->channel : -1, p ? p->index : -1, strerror(errno));
  exit(3);
}

static Peer *sender_of(Peer *p, int s) { return &peers[p->channel * opt.peers + s]; }

static void watch(Peer *p, int writing) {
  struct epoll_event e = {.events = EPOLLIN | (writing ? EPOLLOUT : 0), .data.ptr = p};
  if (epoll_ctl(epoll_fd, EPOLL_CTL_MOD, p->fd, &e)) fail("epoll", p);
  p->busy = writing;
}

static void flush_out(Peer *p) {
  while (p->out_from < p->out_to) {
    ssize_t n = send(p->fd, p->out + p->out_from, p->out_to - p->out_from, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (n < 0 && (errno == EAGAIN || errno == EINTR)) {
      if (!p->busy) watch(p, 1);
      return;
    }
    if (n < 0) fail("send", p);
    p->out_from += n;
  }
  p->out_from = p->out_to = 0;
  if (p->busy) watch(p, 0);
}

// Where so many bytes more may be put that are to be sent.
static uint8_t *room(Peer *p, size_t need) {
  if (p->out_size - p->out_to < need) {
    if (p->out_from) {
      memmove(p->out, p->out + p->out_from, p->out_to - p->out_from);
      p->out_to -= p->out_from;
      p->out_from = 0;
    }
    while (p->out_size - p->out_to < need) p->out_size = p->out_size ? p->out_size * 2 : 512;
    if (!(p->out = realloc(p->out, p->out_size))) fail("memory", p);
  }
  return p->out + p->out_to;
}

// Whoever only listens is asked now and then whether it is there.
static void answer_ping(Peer *p, const uint8_t *payload, size_t length) {
  uint8_t *at = room(p, 256), *to = client_head(at, 10, length);
  memcpy(to, payload, length);
  p->out_to += to + length - at;
  flush_out(p);
}

static void put_message(Peer *p, uint64_t now) {
  uint8_t *at = room(p, opt.size + 256);
  uint8_t *payload = opt.mqtt     ? mqtt_publish_head(at, opt.first + p->channel, opt.size)
                     : opt.direct ? direct_head(at, p->index, opt.size)
                                  : client_head(at, opt.binary ? 2 : 1, opt.size);
  put64(payload, p->index, 4);
  put64(payload + 4, p->sent, 9);
  put64(payload + 13, now, 11);
  memset(payload + HEAD, 'x', opt.size - HEAD);
  uint8_t *end = payload + opt.size;
  if (opt.direct) end = direct_tail(end);
  p->out_to += end - at;
  p->count[p->sent % opt.window] = 0;
  p->sent++;
}

static void send_more(Peer *p) {
  uint64_t now = now_ns(), from = p->sent;
  if (stopping) return;
  if (opt.rate > 0) {
    while (p->next_send_ns <= now && p->sent - p->landed < (uint64_t)opt.window) {
      put_message(p, now);
      p->next_send_ns += (uint64_t)(1e9 / opt.rate);
    }
  } else {
    while (p->sent - p->landed < (uint64_t)opt.window) put_message(p, now);
  }
  if (p->sent != from) flush_out(p);
}

// One payload's head has arrived at p.
static void landed(Peer *p, const uint8_t *payload, uint64_t now) {
  int s = (int)get64(payload, 4);
  uint64_t number = get64(payload + 4, 9);
  if (opt.mqtt && s == p->index) return;  // MQTT 3.1.1 hands a sender its own messages too
  if (s < 0 || s >= opt.senders || s == p->index) fail("a frame of a foreign or own sender", p);
  if (number != p->next[s]) {
    fprintf(stderr, "load: wanted %llu of sender %d, got %llu\n", (unsigned long long)p->next[s], s,
            (unsigned long long)number);
    fail("lost, repeated or reordered", p);
  }
  p->next[s]++;
  delivered++;
  if (measuring && (samples++ % opt.sample) == 0) stats_add(now - get64(payload + 13, 11));
  Peer *from = sender_of(p, s);
  if (++from->count[number % opt.window] == opt.peers - 1) {
    if (number != from->landed) fail("a message landed out of turn", from);
    from->landed++;
    while (from->landed < from->sent && from->count[from->landed % opt.window] == opt.peers - 1) from->landed++;
    from->sending = 1;
  }
}

static size_t wanted_length(const Peer *p) {
  if (opt.mqtt) return mqtt_length(p->channel, opt.size);
  return opt.direct ? direct_length(p->index, opt.size) : (size_t)opt.size;
}

static size_t parse(Peer *p, const uint8_t *in, size_t n, uint64_t now) {
  size_t at = 0;
  while (at < n) {
    if (p->skip) {
      size_t take = n - at < p->skip ? n - at : p->skip;
      p->skip -= take;
      at += take;
      continue;
    }
    size_t head, length;
    int opcode = server_head(in + at, n - at, &head, &length);
    if (opcode < 0) break;
    if (opcode == 8) fail("the server closed", p);
    if (opcode == 9) {
      if (n - at < head + length) break;
      answer_ping(p, in + at + head, length);
      at += head + length;
      continue;
    }
    size_t extra = opt.mqtt ? mqtt_head(p->channel) : opt.direct ? direct_extra(p->index) : 0;
    if (opt.direct) {
      if (n - at < head + DIRECT_START) break;
      if (!direct_is_message(in + at + head)) {  // who is there
        at += head;
        p->skip = length;
        continue;
      }
    }
    if (n - at < head + extra + HEAD) break;
    if (length != wanted_length(p)) fail("a wrong length", p);
    landed(p, in + at + head + extra + (opt.mqtt ? mqtt_varint(length) : 0), now);
    at += head;
    p->skip = length;
  }
  return at;
}

static void readable(Peer *p) {
  static uint8_t buffer[IN_MAX * 2];
  if (p->held) memcpy(buffer, p->in, p->held);
  ssize_t n = recv(p->fd, buffer + p->held, IN_MAX, MSG_DONTWAIT);
  if (n < 0 && (errno == EAGAIN || errno == EINTR)) return;
  if (n <= 0) fail(n ? "recv" : "the server hung up", p);
  bytes_in += n;
  size_t all = p->held + n, used = parse(p, buffer, all, now_ns());
  p->held = all - used;
  if (p->held > 256) fail("a frame head too long", p);
  if (p->held) memcpy(p->in, buffer + used, p->held);
}

static void loop_until(uint64_t end_ns) {
  static struct epoll_event events[EVENTS];
  uint64_t silent_since = now_ns();
  while (now_ns() < end_ns) {
    int wait_ms = opt.rate > 0 ? 1 : 100;
    int n = epoll_wait(epoll_fd, events, EVENTS, wait_ms);
    for (int i = 0; i < n; i++) {
      Peer *p = events[i].data.ptr;
      if (events[i].events & (EPOLLIN | EPOLLHUP | EPOLLERR)) readable(p);
      if (events[i].events & EPOLLOUT) flush_out(p);
    }
    for (int i = 0; i < n || opt.rate > 0; i++) {
      if (opt.rate > 0) {
        for (int c = 0; c < opt.channels; c++)
          for (int s = 0; s < opt.senders; s++) send_more(&peers[c * opt.peers + s]);
        break;
      }
      Peer *p = events[i].data.ptr;
      for (int s = 0; s < opt.senders; s++) {
        Peer *from = sender_of(p, s);
        if (from->sending) {
          from->sending = 0;
          send_more(from);
        }
      }
    }
    if (n > 0) silent_since = now_ns();
    if (opt.rate <= 0 && now_ns() - silent_since > 10000000000ull) fail("nothing for 10 s", NULL);
  }
}

// After the end nothing may be missing: wait until all that was sent has landed.
static void drain(void) {
  stopping = 1;
  uint64_t end = now_ns() + 20000000000ull;
  for (int i = 0; i < opt.channels * opt.peers; i++) {
    Peer *p = &peers[i];
    while (p->index < opt.senders && p->landed < p->sent) {
      if (now_ns() > end) fail("messages are missing at the end", p);
      loop_until(now_ns() + 1000000);
    }
  }
}

static void measure(void) {
  int all = opt.channels * opt.peers;
  for (int i = 0; i < all; i++)
    if (peers[i].index < opt.senders) send_more(&peers[i]);
  loop_until(now_ns() + (uint64_t)(opt.warmup * 1e9));
  measuring = 1;
  uint64_t from = delivered, start = now_ns();
  double cpu = cpu_seconds_of(opt.pid), own = own_cpu_seconds();
  loop_until(start + (uint64_t)(opt.seconds * 1e9));
  double took = (now_ns() - start) / 1e9;
  cpu = cpu_seconds_of(opt.pid) - cpu;
  own = own_cpu_seconds() - own;
  uint64_t count = delivered - from;
  measuring = 0;
  printf(",\"delivered\":%llu,\"seconds\":%.4f,\"serverCpu\":%.6f,\"loadCpu\":%.6f", (unsigned long long)count, took,
         cpu, own);
  stats_print();
  close_stuck();
  drain();
}

int main(int argc, char **argv) {
  options(&opt, argc, argv);
  if (opt.size < HEAD) opt.size = HEAD;
  if (opt.direct && opt.peers != 2) fail("--direct wants --peers 2", NULL);
  peers = calloc((size_t)opt.channels * opt.peers, sizeof *peers);
  epoll_fd = epoll_create1(0);
  uint64_t opening = now_ns();
  double cpu = cpu_seconds_of(opt.pid), own = own_cpu_seconds();
  open_all(peers, epoll_fd);
  printf("{\"opened\":%d,\"openSeconds\":%.6f,\"openCpu\":%.6f,\"openLoadCpu\":%.6f", opt.channels * opt.peers,
         (now_ns() - opening) / 1e9, cpu_seconds_of(opt.pid) - cpu, own_cpu_seconds() - own);
  open_stuck();
  if (opt.await > 0) await_all();
  if (opt.seconds > 0) measure();
  printf(",\"rssKb\":%ld}\n", rss_kb_of(opt.pid));
  fflush(stdout);
  if (opt.hold > 0) usleep((useconds_t)(opt.hold * 1e6));
  return 0;
}
