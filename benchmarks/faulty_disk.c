/* Stands between a process and the system's calls that change files below one folder (LD_PRELOAD). It counts them, and at the n-th
   kills the process, or fails from there on with a given error; or it writes down every change with its bytes, so that the state
   of a disk that lost its power can be laid out afterwards. Built and armed by benchmarks/faulty_disk.py. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/sendfile.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

enum { OFF, COUNT, KILL, FAIL };
static char below[PATH_MAX];
static size_t below_length;
static int mode = OFF, error_number, log_fd = -1, only_syncs;
static long nth;
static volatile long *counted; /* shared with children and with the parent that armed it */
static pthread_mutex_t turn = PTHREAD_MUTEX_INITIALIZER;

void disk_arm(const char *folder, int how, long number, int error, int syncs, const char *log) {
    if (!counted) counted = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    snprintf(below, sizeof below, "%s/", folder);
    below_length = strlen(below);
    *counted = 0;
    nth = number, error_number = error, only_syncs = syncs;
    log_fd = log && *log ? (int)syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600) : -1;
    mode = how;
}

long disk_count(void) { return counted ? *counted : 0; }

static void put(const void *bytes, size_t length) {
    const char *at = bytes;
    while (length) {
        long done = syscall(SYS_write, log_fd, at, length);
        if (done <= 0) return;
        at += done, length -= (size_t)done;
    }
}

/* op, path, other path, offset, length, bytes */
static void record(char op, const char *path, const char *other, uint64_t offset, const void *bytes, uint64_t length) {
    if (log_fd < 0) return;
    uint32_t sizes[2] = {(uint32_t)strlen(path), other ? (uint32_t)strlen(other) : 0};
    uint64_t place[2] = {offset, length};
    pthread_mutex_lock(&turn);
    put(&op, 1), put(sizes, sizeof sizes), put(place, sizeof place);
    put(path, sizes[0]), put(other ? other : "", sizes[1]);
    if (bytes) put(bytes, length);
    pthread_mutex_unlock(&turn);
}

void disk_mark(const char *text) { record('A', text, NULL, 0, NULL, 0); }

static int is_below(const char *path) { return mode != OFF && !strncmp(path, below, below_length); }

static int of_fd(int fd, char *path) {
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = mode == OFF ? -1 : readlink(link, path, PATH_MAX - 1);
    if (length <= 0) return 0;
    path[length] = 0;
    return is_below(path);
}

static int of_name(int dirfd, const char *name, char *path) {
    if (mode == OFF || !name) return 0;
    if (name[0] == '/') return snprintf(path, PATH_MAX, "%s", name), is_below(path);
    char folder[PATH_MAX];
    if (dirfd == AT_FDCWD) {
        if (!getcwd(folder, sizeof folder)) return 0;
    } else {
        char link[64];
        snprintf(link, sizeof link, "/proc/self/fd/%d", dirfd);
        ssize_t length = readlink(link, folder, sizeof folder - 1);
        if (length <= 0) return 0;
        folder[length] = 0;
    }
    if (snprintf(path, PATH_MAX, "%s/%s", folder, name) >= PATH_MAX) return 0;
    return is_below(path);
}

/* Before a change: dies, or says that it failed. */
static int fails(int is_sync) {
    if (only_syncs && !is_sync) return 0;
    long number = __sync_add_and_fetch(counted, 1);
    if (mode == KILL && number == nth) kill(0, SIGKILL), pause();
    if (mode == FAIL && number >= nth) return errno = error_number, 1;
    return 0;
}

#define OPEN(name, with_dir)                                                                                  \
    {                                                                                                         \
        mode_t bits = 0;                                                                                      \
        if (flags & (O_CREAT | O_TMPFILE)) {                                                                  \
            va_list rest;                                                                                     \
            va_start(rest, flags);                                                                            \
            bits = va_arg(rest, mode_t);                                                                      \
            va_end(rest);                                                                                     \
        }                                                                                                     \
        char path[PATH_MAX];                                                                                  \
        int changes = (flags & (O_CREAT | O_TRUNC)) && of_name(with_dir, file, path), is_new = 0;             \
        struct stat there;                                                                                    \
        if (changes) is_new = syscall(SYS_newfstatat, AT_FDCWD, path, &there, 0) != 0;                        \
        if (changes && (is_new || (flags & O_TRUNC)) && fails(0)) return -1;                                  \
        int fd = (int)syscall(SYS_openat, with_dir, file, flags, bits);                                       \
        if (fd >= 0 && changes && is_new) record('C', path, NULL, 0, NULL, 0);                                \
        if (fd >= 0 && changes && !is_new && (flags & O_TRUNC)) record('T', path, NULL, 0, NULL, 0);          \
        return fd;                                                                                            \
    }
int open(const char *file, int flags, ...) OPEN(open, AT_FDCWD)
int open64(const char *file, int flags, ...) OPEN(open64, AT_FDCWD)
int openat(int dirfd, const char *file, int flags, ...) OPEN(openat, dirfd)
int openat64(int dirfd, const char *file, int flags, ...) OPEN(openat64, dirfd)

ssize_t write(int fd, const void *bytes, size_t length) {
    char path[PATH_MAX];
    if (!of_fd(fd, path)) return syscall(SYS_write, fd, bytes, length);
    if (fails(0)) return -1;
    struct stat facts;
    off_t at = (fcntl(fd, F_GETFL) & O_APPEND) && !fstat(fd, &facts) ? facts.st_size : lseek(fd, 0, SEEK_CUR);
    ssize_t done = syscall(SYS_write, fd, bytes, length);
    if (done > 0) record('W', path, NULL, (uint64_t)at, bytes, (uint64_t)done);
    return done;
}

ssize_t pwrite64(int fd, const void *bytes, size_t length, off64_t at) {
    char path[PATH_MAX];
    int ours = of_fd(fd, path);
    if (ours && fails(0)) return -1;
    ssize_t done = syscall(SYS_pwrite64, fd, bytes, length, at);
    if (ours && done > 0) record('W', path, NULL, (uint64_t)at, bytes, (uint64_t)done);
    return done;
}
ssize_t pwrite(int fd, const void *bytes, size_t length, off_t at) { return pwrite64(fd, bytes, length, at); }

/* Never all at once: whoever calls these falls back to write, which is seen. */
ssize_t copy_file_range(int a, off64_t *b, int c, off64_t *d, size_t e, unsigned int f) {
    char path[PATH_MAX];
    return of_fd(c, path) ? (errno = ENOSYS, -1) : syscall(SYS_copy_file_range, a, b, c, d, e, f);
}
ssize_t sendfile64(int out, int in, off64_t *at, size_t length) {
    char path[PATH_MAX];
    return of_fd(out, path) ? (errno = ENOTSOCK, -1) : syscall(SYS_sendfile, out, in, at, length);
}
ssize_t sendfile(int out, int in, off_t *at, size_t length) { return sendfile64(out, in, at, length); }

#define SYNC(name, number)                                   \
    int name(int fd) {                                       \
        char path[PATH_MAX];                                 \
        int ours = of_fd(fd, path);                          \
        if (ours && fails(1)) return -1;                     \
        int done = (int)syscall(number, fd);                 \
        if (ours && !done) record('S', path, NULL, 0, NULL, 0); \
        return done;                                         \
    }
SYNC(fsync, SYS_fsync)
SYNC(fdatasync, SYS_fdatasync)

int ftruncate64(int fd, off64_t length) {
    char path[PATH_MAX];
    int ours = of_fd(fd, path);
    if (ours && fails(0)) return -1;
    int done = (int)syscall(SYS_ftruncate, fd, length);
    if (ours && !done) record('T', path, NULL, (uint64_t)length, NULL, 0);
    return done;
}
int ftruncate(int fd, off_t length) { return ftruncate64(fd, length); }
int truncate64(const char *file, off64_t length) {
    char path[PATH_MAX];
    int ours = of_name(AT_FDCWD, file, path);
    if (ours && fails(0)) return -1;
    int done = (int)syscall(SYS_truncate, file, length);
    if (ours && !done) record('T', path, NULL, (uint64_t)length, NULL, 0);
    return done;
}
int truncate(const char *file, off_t length) { return truncate64(file, length); }

int renameat(int from_dir, const char *from, int to_dir, const char *to) {
    char source[PATH_MAX], target[PATH_MAX];
    int ours = of_name(to_dir, to, target) & of_name(from_dir, from, source);
    if (ours && fails(0)) return -1;
    int done = (int)syscall(SYS_renameat, from_dir, from, to_dir, to);
    if (ours && !done) record('R', source, target, 0, NULL, 0);
    return done;
}
int rename(const char *from, const char *to) { return renameat(AT_FDCWD, from, AT_FDCWD, to); }

int unlinkat(int dirfd, const char *file, int flags) {
    char path[PATH_MAX];
    int ours = of_name(dirfd, file, path);
    if (ours && fails(0)) return -1;
    int done = (int)syscall(SYS_unlinkat, dirfd, file, flags);
    if (ours && !done) record(flags & AT_REMOVEDIR ? 'D' : 'U', path, NULL, 0, NULL, 0);
    return done;
}
int unlink(const char *file) { return unlinkat(AT_FDCWD, file, 0); }
int rmdir(const char *file) { return unlinkat(AT_FDCWD, file, AT_REMOVEDIR); }

int mkdirat(int dirfd, const char *file, mode_t bits) {
    char path[PATH_MAX];
    int ours = of_name(dirfd, file, path);
    if (ours && fails(0)) return -1;
    int done = (int)syscall(SYS_mkdirat, dirfd, file, bits);
    if (ours && !done) record('M', path, NULL, 0, NULL, 0);
    return done;
}
int mkdir(const char *file, mode_t bits) { return mkdirat(AT_FDCWD, file, bits); }

int symlinkat(const char *leads_to, int dirfd, const char *file) {
    char path[PATH_MAX];
    int ours = of_name(dirfd, file, path);
    if (ours && fails(0)) return -1;
    int done = (int)syscall(SYS_symlinkat, leads_to, dirfd, file);
    if (ours && !done) record('L', path, leads_to, 0, NULL, 0);
    return done;
}
int symlink(const char *leads_to, const char *file) { return symlinkat(leads_to, AT_FDCWD, file); }
