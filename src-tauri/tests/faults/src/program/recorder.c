/*
 * Records what a process writes, syncs and sends, in the order in which it happened. Loaded with LD_PRELOAD.
 *
 * One record for every write to a file or socket, every sync (its begin and its end), truncation, deletion and connection.
 * A write, a truncation and the end of a sync are recorded after they have happened; a connection, a sending and the
 * begin of a sync before. So whatever stands before a sending in the record really came before it.
 *
 * RECORDER_FILE: where the record goes. RECORDER_HIDES_SYNC: syncs are made, but not recorded, as if the program did
 * not make them: the negative control.
 *
 * The system calls are made directly, so nothing here can call itself.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

enum kind { WRITE = 1, TRUNCATE = 2, SYNC_BEGIN = 3, SYNC_END = 4, CONNECT = 5, SEND = 6, DELETE = 7 };

/* The reader in recording.rs knows this layout. */
struct head {
    uint32_t kind;
    uint32_t name_bytes;
    int64_t offset;
    uint64_t data_bytes;
};

#define NAME_MAX_BYTES 4096
static int record_fd = -1;
static int hides_sync = 0;
static pthread_mutex_t one_at_a_time = PTHREAD_MUTEX_INITIALIZER;

__attribute__((constructor)) static void begin(void) {
    const char *path = getenv("RECORDER_FILE");
    hides_sync = getenv("RECORDER_HIDES_SYNC") != NULL;
    if (path != NULL)
        record_fd = (int)syscall(SYS_openat, AT_FDCWD, path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
}

/*
 * The process ends: the record that is being written is written to its end, and no further one is begun. A thread that
 * still works in these last moments waits here for its death; what it did after the end proves nothing.
 */
__attribute__((destructor)) static void end(void) {
    pthread_mutex_lock(&one_at_a_time); /* never given back */
    record_fd = -1;
}

static void all_of(const void *bytes, size_t count) {
    const char *at = bytes;
    while (count > 0) {
        long done = syscall(SYS_write, record_fd, at, count);
        if (done <= 0) abort(); /* a record with a hole would prove nothing */
        at += done;
        count -= (size_t)done;
    }
}

static void record(enum kind kind, const char *name, int64_t offset, const struct iovec *parts, int count) {
    struct head head = {.kind = (uint32_t)kind, .name_bytes = (uint32_t)strlen(name), .offset = offset};
    for (int i = 0; i < count; i++) head.data_bytes += parts[i].iov_len;
    pthread_mutex_lock(&one_at_a_time);
    all_of(&head, sizeof head);
    all_of(name, head.name_bytes);
    for (int i = 0; i < count; i++) all_of(parts[i].iov_base, parts[i].iov_len);
    pthread_mutex_unlock(&one_at_a_time);
}

/* What a descriptor is: a path, or "socket:[7]". Empty when it is of no interest. */
static const char *name_of(int fd, char *name) {
    char link[64];
    name[0] = 0;
    if (record_fd < 0 || fd == record_fd) return name;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    long length = syscall(SYS_readlinkat, AT_FDCWD, link, name, NAME_MAX_BYTES - 1);
    name[length > 0 ? length : 0] = 0;
    if (strncmp(name, "socket:", 7) != 0 && (name[0] != '/' || strncmp(name, "/dev/", 5) == 0)) name[0] = 0;
    return name;
}

static int is_socket(const char *name) { return name[0] == 's'; }

static long vector(int fd, const struct iovec *parts, int count, int number, long more, int64_t at) {
    char name[NAME_MAX_BYTES];
    int saved = errno;
    name_of(fd, name);
    if (is_socket(name)) record(SEND, name, 0, parts, count);
    if (name[0] == '/' && at < 0) at = syscall(SYS_lseek, fd, 0, SEEK_CUR);
    errno = saved;
    long done = number == SYS_pwrite64 ? syscall(number, fd, parts[0].iov_base, parts[0].iov_len, more)
                                       : syscall(number, fd, parts, count);
    saved = errno;
    if (name[0] == '/' && done > 0) {
        /* A short write: only what was written counts. */
        struct iovec kept[64];
        long left = done;
        int used = 0;
        for (int i = 0; i < count && left > 0 && used < 64; i++, used++) {
            kept[used] = parts[i];
            if ((long)kept[used].iov_len > left) kept[used].iov_len = (size_t)left;
            left -= (long)kept[used].iov_len;
        }
        if (left > 0) abort();
        record(WRITE, name, at, kept, used);
    }
    errno = saved;
    return done;
}

ssize_t write(int fd, const void *bytes, size_t count) {
    struct iovec part = {.iov_base = (void *)bytes, .iov_len = count};
    return vector(fd, &part, 1, SYS_writev, 0, -1);
}

ssize_t writev(int fd, const struct iovec *parts, int count) { return vector(fd, parts, count, SYS_writev, 0, -1); }

ssize_t pwrite64(int fd, const void *bytes, size_t count, off64_t at) {
    struct iovec part = {.iov_base = (void *)bytes, .iov_len = count};
    return vector(fd, &part, 1, SYS_pwrite64, (long)at, at);
}

ssize_t pwrite(int fd, const void *bytes, size_t count, off_t at) { return pwrite64(fd, bytes, count, at); }

static void sending(int fd, const struct iovec *parts, int count) {
    char name[NAME_MAX_BYTES];
    int saved = errno;
    if (is_socket(name_of(fd, name))) record(SEND, name, 0, parts, count);
    errno = saved;
}

ssize_t send(int fd, const void *bytes, size_t count, int flags) {
    struct iovec part = {.iov_base = (void *)bytes, .iov_len = count};
    sending(fd, &part, 1);
    return syscall(SYS_sendto, fd, bytes, count, flags, NULL, 0);
}

ssize_t sendto(int fd, const void *bytes, size_t count, int flags, const struct sockaddr *to, socklen_t length) {
    struct iovec part = {.iov_base = (void *)bytes, .iov_len = count};
    sending(fd, &part, 1);
    return syscall(SYS_sendto, fd, bytes, count, flags, to, length);
}

ssize_t sendmsg(int fd, const struct msghdr *message, int flags) {
    sending(fd, message->msg_iov, (int)message->msg_iovlen);
    return syscall(SYS_sendmsg, fd, message, flags);
}

int connect(int fd, const struct sockaddr *to, socklen_t length) {
    char name[NAME_MAX_BYTES];
    int saved = errno;
    if ((to->sa_family == AF_INET || to->sa_family == AF_INET6) && is_socket(name_of(fd, name)))
        record(CONNECT, name, 0, NULL, 0);
    errno = saved;
    return (int)syscall(SYS_connect, fd, to, length);
}

static int synced(int fd, int number) {
    char name[NAME_MAX_BYTES];
    int saved = errno;
    name_of(fd, name);
    int told = name[0] == '/' && !hides_sync;
    if (told) record(SYNC_BEGIN, name, 0, NULL, 0);
    errno = saved;
    int done = (int)syscall(number, fd);
    saved = errno;
    if (told && done == 0) record(SYNC_END, name, 0, NULL, 0);
    errno = saved;
    return done;
}

int fsync(int fd) { return synced(fd, SYS_fsync); }

int fdatasync(int fd) { return synced(fd, SYS_fdatasync); }

int ftruncate64(int fd, off64_t length) {
    char name[NAME_MAX_BYTES];
    int done = (int)syscall(SYS_ftruncate, fd, length);
    int saved = errno;
    if (done == 0 && name_of(fd, name)[0] == '/') record(TRUNCATE, name, length, NULL, 0);
    errno = saved;
    return done;
}

int ftruncate(int fd, off_t length) { return ftruncate64(fd, length); }

int unlink(const char *path) {
    int done = (int)syscall(SYS_unlinkat, AT_FDCWD, path, 0);
    int saved = errno;
    if (done == 0 && record_fd >= 0) record(DELETE, path, 0, NULL, 0);
    errno = saved;
    return done;
}
