// The most pessimistic disk: with LD_PRELOAD, keeps beside the directory DISK only what was synced. A file's bytes last
// from the fsync of the file on, a name from the fsync of its directory on. SHADOW/bytes/INODE and SHADOW/names/PATH (with
// % for /) are what a power failure would leave; test/fault/power-loss.test.ts puts them together again.
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { LENGTH = 4096, MORE = 8192 };

static void replace(const char *from, const char *to) { rename(from, to); }

static void keep_bytes(int fd, const struct stat *info) {
  char own[64], kept[LENGTH], writing[MORE], buffer[1 << 16];
  snprintf(own, sizeof own, "/proc/self/fd/%d", fd);
  snprintf(kept, sizeof kept, "%s/bytes/%lu", getenv("SHADOW"), (unsigned long)info->st_ino);
  snprintf(writing, sizeof writing, "%s.%ld", kept, (long)syscall(SYS_gettid));
  int in = open(own, O_RDONLY | O_CLOEXEC);
  int out = open(writing, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  off_t at = 0;
  for (ssize_t n; (n = pread(in, buffer, sizeof buffer, at)) > 0; at += n)
    if (write(out, buffer, n) != n) abort();
  close(out);
  replace(writing, kept);
  // `in` stays open: closing any descriptor of a database drops the locks that SQLite holds on it.
}

static void keep_names(const char *path, const char *below) {
  char name[LENGTH], kept[MORE], writing[MORE + 32];
  snprintf(name, sizeof name, "%s", *below ? below : "%");
  for (char *c = name; *c; c++)
    if (*c == '/') *c = '%';
  snprintf(kept, sizeof kept, "%s/names/%s", getenv("SHADOW"), name);
  snprintf(writing, sizeof writing, "%s.%ld", kept, (long)syscall(SYS_gettid));
  FILE *out = fopen(writing, "w");
  DIR *directory = opendir(path);
  if (!out || !directory) abort();
  for (struct dirent *entry; (entry = readdir(directory));) {
    char full[MORE];
    struct stat info;
    if (!strcmp(entry->d_name, ".") || !strcmp(entry->d_name, "..")) continue;
    snprintf(full, sizeof full, "%s/%s", path, entry->d_name);
    if (lstat(full, &info)) continue;
    fprintf(out, "%c %lu %s\n", S_ISDIR(info.st_mode) ? 'd' : 'f', (unsigned long)info.st_ino, entry->d_name);
  }
  closedir(directory);
  fclose(out);
  replace(writing, kept);
}

static void synced(int fd) {
  char own[64], path[LENGTH];
  const char *disk = getenv("DISK");
  struct stat info;
  if (!disk || fstat(fd, &info)) return;
  snprintf(own, sizeof own, "/proc/self/fd/%d", fd);
  ssize_t length = readlink(own, path, sizeof path - 1);
  if (length < 0) return;
  path[length] = 0;
  if (strncmp(path, disk, strlen(disk))) return;
  if (S_ISDIR(info.st_mode)) keep_names(path, path + strlen(disk));
  else keep_bytes(fd, &info);
}

int fsync(int fd) {
  int (*real)(int) = dlsym(RTLD_NEXT, "fsync");
  synced(fd);
  return real(fd);
}

int fdatasync(int fd) {
  int (*real)(int) = dlsym(RTLD_NEXT, "fdatasync");
  synced(fd);
  return real(fd);
}
