/* The wall clock, AHEAD seconds ahead, for a process and all that it starts. Clocks go on; the
 * monotonic one and the files' own times stay what they are. See tools/moment/at.sh. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <pthread.h>
#include <semaphore.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#define NEXT(name) __typeof__(&name) next = (__typeof__(&name))dlsym(RTLD_NEXT, #name)
/* A moment that somebody waits for, as the real clock will tell it. */
#define REALLY(moment) struct timespec really = *(moment); really.tv_sec -= (AHEAD)

static int of_wall(clockid_t clock) {
    return clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE || clock == CLOCK_TAI;
}

int clock_gettime(clockid_t clock, struct timespec *now) {
    NEXT(clock_gettime);
    int failed = next ? next(clock, now) : (int)syscall(SYS_clock_gettime, clock, now);
    if (!failed && of_wall(clock)) now->tv_sec += (AHEAD);
    return failed;
}

int gettimeofday(struct timeval *restrict told, void *restrict zone) {
    struct timespec now;
    (void)zone;
    clock_gettime(CLOCK_REALTIME, &now);
    told->tv_sec = now.tv_sec;
    told->tv_usec = now.tv_nsec / 1000;
    return 0;
}

time_t time(time_t *told) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    if (told) *told = now.tv_sec;
    return now.tv_sec;
}

int timespec_get(struct timespec *now, int base) {
    return base == TIME_UTC && !clock_gettime(CLOCK_REALTIME, now) ? base : 0;
}

int clock_nanosleep(clockid_t clock, int flags, const struct timespec *until, struct timespec *left) {
    NEXT(clock_nanosleep);
    REALLY(until);
    return next(clock, flags, of_wall(clock) && (flags & TIMER_ABSTIME) ? &really : until, left);
}

int sem_timedwait(sem_t *restrict one, const struct timespec *restrict until) {
    NEXT(sem_timedwait);
    REALLY(until);
    return next(one, &really);
}

int pthread_mutex_timedlock(pthread_mutex_t *restrict one, const struct timespec *restrict until) {
    NEXT(pthread_mutex_timedlock);
    REALLY(until);
    return next(one, &really);
}

/* A condition may go by the monotonic clock, which is small: it counts from the machine's start. */
int pthread_cond_timedwait(
    pthread_cond_t *restrict one, pthread_mutex_t *restrict lock,
    const struct timespec *restrict until) {
    NEXT(pthread_cond_timedwait);
    REALLY(until);
    return next(one, lock, until->tv_sec > 1000000000 ? &really : until);
}
