/*
 * Records what a process does to the files below POD_WRITES_ROOT, in order, into POD_WRITES_LOG, so that a test can
 * tell what a disk that lost its power would hold. Preloaded (LD_PRELOAD); see DiskRecord, which reads the log.
 *
 * A record: head (below), first path, second path, data. A sync is recorded when it begins and when it has ended well:
 * what was written before it began is durable once it has ended. What changes a file in a way that is not recorded
 * (a writable mapping, splicing into it) ends the process, except for SQLite's "-shm", which is no part of an image.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

enum kind { WRITE = 1, TRUNCATE = 2, SYNC_BEGIN = 3, SYNC_END = 4, RENAME = 5, UNLINK = 6, MKDIR = 7, CREATE = 8 };

struct head {
  uint8_t kind;
  uint8_t unused[3];
  uint32_t first_length;
  uint32_t second_length;
  uint32_t data_length;
  uint64_t sync;
  int64_t offset;
};

static pthread_mutex_t order = PTHREAD_MUTEX_INITIALIZER;
static const char *root;
static size_t root_length;
static int record_fd = -1;
static uint64_t syncs;

static void give_up(const char *why) {
  fprintf(stderr, "writes.c: %s: %s\n", why, strerror(errno));
  abort();
}

#define REAL(name) ((__typeof__(&name))real(#name))

static void *real(const char *name) {
  void *found = dlsym(RTLD_NEXT, name);
  if (found == NULL) give_up(name);
  return found;
}

__attribute__((constructor)) static void begin(void) {
  const char *log = getenv("POD_WRITES_LOG");
  root = getenv("POD_WRITES_ROOT");
  if (log == NULL || root == NULL) return;
  root_length = strlen(root);
  record_fd = syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (record_fd < 0) give_up(log);
}

static int below_root(const char *path) {
  return record_fd >= 0 && strncmp(path, root, root_length) == 0 && (path[root_length] == '/' || path[root_length] == 0);
}

static int is_shared_memory(const char *path) {
  size_t length = strlen(path);
  return length > 4 && strcmp(path + length - 4, "-shm") == 0;
}

/* The path of an open file if it is recorded. */
static int path_of(int fd, char path[PATH_MAX]) {
  char link[64];
  if (record_fd < 0) return 0;
  snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
  int saved = errno;
  ssize_t length = syscall(SYS_readlinkat, AT_FDCWD, link, path, PATH_MAX - 1);
  errno = saved;
  if (length <= 0) return 0;
  path[length] = 0;
  return below_root(path) && !is_shared_memory(path) && strstr(path, " (deleted)") == NULL;
}

static int absolute(int dir, const char *path, char out[PATH_MAX]) {
  if (record_fd < 0) return 0;
  if (path[0] == '/') {
    snprintf(out, PATH_MAX, "%s", path);
  } else {
    char base[PATH_MAX];
    char link[64];
    if (dir == AT_FDCWD) {
      snprintf(link, sizeof link, "/proc/self/cwd");
    } else {
      snprintf(link, sizeof link, "/proc/self/fd/%d", dir);
    }
    ssize_t length = syscall(SYS_readlinkat, AT_FDCWD, link, base, PATH_MAX - 1);
    if (length <= 0) return 0;
    base[length] = 0;
    if (strlen(base) + strlen(path) + 2 > PATH_MAX) give_up(path);
    strcpy(out, base);
    strcat(out, "/");
    strcat(out, path);
  }
  return below_root(out) && !is_shared_memory(out);
}

static void record(enum kind kind, const char *first, const char *second, uint64_t sync, int64_t offset,
                   const void *data, size_t length) {
  struct head head = {.kind = kind, .sync = sync, .offset = offset, .data_length = length};
  head.first_length = strlen(first);
  head.second_length = strlen(second);
  struct iovec parts[] = {{&head, sizeof head},
                          {(void *)first, head.first_length},
                          {(void *)second, head.second_length},
                          {(void *)data, length}};
  size_t all = sizeof head + head.first_length + head.second_length + length;
  int saved = errno;
  if (syscall(SYS_writev, record_fd, parts, 4) != (long)all) give_up("the record is not written");
  errno = saved;
}

static void begin_order(void) { pthread_mutex_lock(&order); }
static void end_order(void) { pthread_mutex_unlock(&order); }

ssize_t pwrite64(int fd, const void *data, size_t length, off64_t offset) {
  char path[PATH_MAX];
  if (!path_of(fd, path)) return REAL(pwrite64)(fd, data, length, offset);
  begin_order();
  ssize_t done = REAL(pwrite64)(fd, data, length, offset);
  if (done > 0) record(WRITE, path, "", 0, offset, data, done);
  end_order();
  return done;
}

ssize_t pwrite(int fd, const void *data, size_t length, off_t offset) { return pwrite64(fd, data, length, offset); }

ssize_t pwritev64(int fd, const struct iovec *parts, int count, off64_t offset) {
  char path[PATH_MAX];
  if (!path_of(fd, path)) return REAL(pwritev64)(fd, parts, count, offset);
  return count == 0 ? 0 : pwrite64(fd, parts[0].iov_base, parts[0].iov_len, offset);
}

ssize_t pwritev(int fd, const struct iovec *parts, int count, off_t offset) {
  return pwritev64(fd, parts, count, offset);
}

/* Where a write without an offset goes. */
static off64_t position(int fd) {
  int flags = fcntl(fd, F_GETFL);
  return lseek64(fd, 0, flags >= 0 && (flags & O_APPEND) ? SEEK_END : SEEK_CUR);
}

ssize_t write(int fd, const void *data, size_t length) {
  char path[PATH_MAX];
  if (!path_of(fd, path)) return REAL(write)(fd, data, length);
  begin_order();
  off64_t offset = position(fd);
  ssize_t done = REAL(write)(fd, data, length);
  if (done > 0) record(WRITE, path, "", 0, offset, data, done);
  end_order();
  return done;
}

ssize_t writev(int fd, const struct iovec *parts, int count) {
  char path[PATH_MAX];
  if (!path_of(fd, path)) return REAL(writev)(fd, parts, count);
  return count == 0 ? 0 : write(fd, parts[0].iov_base, parts[0].iov_len);
}

static int truncated(int fd, off64_t length) {
  char path[PATH_MAX];
  if (!path_of(fd, path)) return REAL(ftruncate64)(fd, length);
  begin_order();
  int done = REAL(ftruncate64)(fd, length);
  if (done == 0) record(TRUNCATE, path, "", 0, length, "", 0);
  end_order();
  return done;
}

int ftruncate64(int fd, off64_t length) { return truncated(fd, length); }
int ftruncate(int fd, off_t length) { return truncated(fd, length); }

static int synced(int fd, int (*sync)(int)) {
  char path[PATH_MAX];
  if (!path_of(fd, path)) return sync(fd);
  begin_order();
  uint64_t number = ++syncs;
  record(SYNC_BEGIN, path, "", number, 0, "", 0);
  end_order();
  int done = sync(fd);
  if (done == 0) {
    begin_order();
    record(SYNC_END, path, "", number, 0, "", 0);
    end_order();
  }
  return done;
}

int fsync(int fd) { return synced(fd, REAL(fsync)); }
int fdatasync(int fd) { return synced(fd, REAL(fdatasync)); }

int renameat2(int from_dir, const char *from, int to_dir, const char *to, unsigned flags) {
  char first[PATH_MAX], second[PATH_MAX];
  int recorded = absolute(from_dir, from, first) & absolute(to_dir, to, second);
  begin_order();
  int done = syscall(SYS_renameat2, from_dir, from, to_dir, to, flags);
  if (done == 0 && recorded) record(RENAME, first, second, 0, 0, "", 0);
  end_order();
  return done;
}

int renameat(int from_dir, const char *from, int to_dir, const char *to) {
  return renameat2(from_dir, from, to_dir, to, 0);
}

int rename(const char *from, const char *to) { return renameat2(AT_FDCWD, from, AT_FDCWD, to, 0); }

int unlinkat(int dir, const char *path, int flags) {
  char first[PATH_MAX];
  int recorded = absolute(dir, path, first);
  begin_order();
  int done = syscall(SYS_unlinkat, dir, path, flags);
  if (done == 0 && recorded) record(UNLINK, first, "", 0, 0, "", 0);
  end_order();
  return done;
}

int unlink(const char *path) { return unlinkat(AT_FDCWD, path, 0); }
int rmdir(const char *path) { return unlinkat(AT_FDCWD, path, AT_REMOVEDIR); }

int mkdirat(int dir, const char *path, mode_t mode) {
  char first[PATH_MAX];
  int recorded = absolute(dir, path, first);
  begin_order();
  int done = syscall(SYS_mkdirat, dir, path, mode);
  if (done == 0 && recorded) record(MKDIR, first, "", 0, 0, "", 0);
  end_order();
  return done;
}

int mkdir(const char *path, mode_t mode) { return mkdirat(AT_FDCWD, path, mode); }

static int opened(int dir, const char *path, int flags, mode_t mode) {
  if (record_fd < 0 || !(flags & (O_CREAT | O_TRUNC))) return syscall(SYS_openat, dir, path, flags, mode);
  char found[PATH_MAX];
  begin_order();
  int fd = syscall(SYS_openat, dir, path, flags, mode);
  if (fd >= 0 && path_of(fd, found)) {
    if (flags & O_CREAT) record(CREATE, found, "", 0, 0, "", 0);
    if (flags & O_TRUNC) record(TRUNCATE, found, "", 0, 0, "", 0);
  }
  end_order();
  return fd;
}

static mode_t mode_of(int flags, va_list arguments) {
  return (flags & (O_CREAT | O_TMPFILE)) ? va_arg(arguments, mode_t) : 0;
}

#define OPENER(name, parameters, dir)                \
  int name parameters {                              \
    va_list arguments;                               \
    va_start(arguments, flags);                      \
    mode_t mode = mode_of(flags, arguments);         \
    va_end(arguments);                               \
    return opened(dir, path, flags, mode);           \
  }

OPENER(open, (const char *path, int flags, ...), AT_FDCWD)
OPENER(open64, (const char *path, int flags, ...), AT_FDCWD)
OPENER(openat, (int dir, const char *path, int flags, ...), dir)
OPENER(openat64, (int dir, const char *path, int flags, ...), dir)

static void not_recorded(int fd, const char *what) {
  char path[PATH_MAX];
  if (fd >= 0 && path_of(fd, path)) {
    fprintf(stderr, "writes.c: %s of %s is not recorded\n", what, path);
    abort();
  }
}

void *mmap64(void *address, size_t length, int protection, int flags, int fd, off64_t offset) {
  if ((protection & PROT_WRITE) && (flags & MAP_SHARED)) not_recorded(fd, "a writable mapping");
  return (void *)syscall(SYS_mmap, address, length, protection, flags, fd, offset);
}

void *mmap(void *address, size_t length, int protection, int flags, int fd, off_t offset) {
  return mmap64(address, length, protection, flags, fd, offset);
}

int fallocate64(int fd, int mode, off64_t offset, off64_t length) {
  not_recorded(fd, "fallocate");
  return REAL(fallocate64)(fd, mode, offset, length);
}

int fallocate(int fd, int mode, off_t offset, off_t length) { return fallocate64(fd, mode, offset, length); }

ssize_t copy_file_range(int in, off64_t *in_offset, int out, off64_t *out_offset, size_t length, unsigned flags) {
  not_recorded(out, "copy_file_range");
  return REAL(copy_file_range)(in, in_offset, out, out_offset, length, flags);
}

ssize_t sendfile64(int out, int in, off64_t *offset, size_t count) {
  not_recorded(out, "sendfile");
  return syscall(SYS_sendfile, out, in, offset, count);
}

ssize_t sendfile(int out, int in, off_t *offset, size_t count) { return sendfile64(out, in, offset, count); }
