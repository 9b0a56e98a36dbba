// Options, clocks, CPU of a process, and percentiles.
#pragma once
#include <stdint.h>

typedef struct Options {
  int port, channels, peers, senders, window, size, binary, mqtt, pid, sample;
  double seconds, warmup, rate, hold;
  const char *path;
} Options;

void options(Options *opt, int argc, char **argv);
uint64_t now_ns(void);
double cpu_seconds(int pid);
double own_cpu_seconds(void);
long rss_kb(int pid);
void stats_add(uint64_t ns);
void stats_print(void);
