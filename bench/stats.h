// Options, clocks, CPU of processes, and percentiles.
#pragma once
#include <stdint.h>

typedef struct Options {
  int port, channels, peers, senders, window, size, binary, mqtt, sample, stuck, direct, await, batch, first;
  double seconds, warmup, rate, hold;
  const char *path, *pid, *ports;  // the latter two are numbers with commas between
} Options;

void options(Options *opt, int argc, char **argv);
// The n-th number of such a list, from 0; 0 if there is none.
int nth(const char *list, int n);
uint64_t now_ns(void);
double cpu_seconds_of(const char *pids);
double own_cpu_seconds(void);
long rss_kb_of(const char *pids);
void stats_add(uint64_t ns);
void stats_print(void);
