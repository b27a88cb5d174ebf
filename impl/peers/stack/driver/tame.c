// Preloaded into a server that has no option for it: it listens on the loopback
// alone, on a port that the kernel chooses, and says on which. Its output comes line
// by line.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <dlfcn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

typedef union {
	struct sockaddr any;
	struct sockaddr_in four;
	struct sockaddr_in6 six;
} address;

static int is_v6only(int fd) {
	int only = 0;
	socklen_t size = sizeof only;
	getsockopt(fd, IPPROTO_IPV6, IPV6_V6ONLY, &only, &size);
	return only;
}

int bind(int fd, const struct sockaddr *addr, socklen_t len) {
	int (*next)(int, const struct sockaddr *, socklen_t) = dlsym(RTLD_NEXT, "bind");
	address at;

	if (len > sizeof at || (addr->sa_family != AF_INET && addr->sa_family != AF_INET6))
		return next(fd, addr, len);
	memcpy(&at, addr, len);
	if (addr->sa_family == AF_INET) {
		at.four.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
		at.four.sin_port = 0;
	} else {
		inet_pton(AF_INET6, is_v6only(fd) ? "::1" : "::ffff:127.0.0.1", &at.six.sin6_addr);
		at.six.sin6_port = 0;
	}
	return next(fd, &at.any, len);
}

int listen(int fd, int backlog) {
	int (*next)(int, int) = dlsym(RTLD_NEXT, "listen");
	address at;
	socklen_t size = sizeof at;
	int done = next(fd, backlog);

	if (done == 0 && getsockname(fd, &at.any, &size) == 0 && !(at.any.sa_family == AF_INET6 && is_v6only(fd)))
		dprintf(1, "\nlistening 127.0.0.1:%d\n", ntohs(at.four.sin_port));
	return done;
}

// NSS's switch for the extended master secret (ssl.h), which its programs have no
// option for.
#define SSL_ENABLE_EXTENDED_MASTER_SECRET 30

__attribute__((constructor)) static void begin(void) {
	int (*set)(int, int) = dlsym(RTLD_DEFAULT, "SSL_OptionSetDefault");

	setvbuf(stdout, NULL, _IOLBF, 0);
	if (set != NULL && getenv("TAME_NSS_WITHOUT_EMS") != NULL)
		set(SSL_ENABLE_EXTENDED_MASTER_SECRET, 0);
}
