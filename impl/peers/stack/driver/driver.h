// What the drivers have in common. Each prints, line by line,
//
//   listening 127.0.0.1:PORT                      a server, when it does
//   connection resumed=yes ems=no version=1.2     when the handshake is over
//   master=HEX                                    where it knows
//
// with "unknown" for what the library does not say; a server echoes the line that
// it reads first, and a client prints all that it hears.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#define REQUEST "GET / HTTP/1.0\r\n\r\n"

static int has(char **args, const char *word) {
	for (; *args != NULL; args++)
		if (strcmp(*args, word) == 0)
			return 1;
	return 0;
}

static void tell_connection(const char *resumed, const char *ems, const char *version) {
	printf("\nconnection resumed=%s ems=%s version=%s\n", resumed, ems, version);
	fflush(stdout);
}

static void tell_master(const unsigned char *master, int size) {
	printf("master=");
	for (int i = 0; i < size; i++)
		printf("%02x", master[i]);
	printf("\n");
	fflush(stdout);
}

static void tell_heard(const void *page, int size) {
	fwrite(page, 1, size, stdout);
	fflush(stdout);
}

// is_line is true of what ends with a line, and of nothing: the other end has
// closed.
static int is_line(const void *text, int size) {
	return size == 0 || memchr(text, '\n', size) != NULL;
}

static void expect(const char *what, int ok) {
	if (!ok) {
		perror(what);
		exit(1);
	}
}

static int listening(void) {
	struct sockaddr_in at = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
	socklen_t size = sizeof at;
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	expect("bind", bind(fd, (struct sockaddr *)&at, sizeof at) == 0);
	expect("listen", listen(fd, 10) == 0);
	expect("name", getsockname(fd, (struct sockaddr *)&at, &size) == 0);
	printf("listening 127.0.0.1:%d\n", ntohs(at.sin_port));
	fflush(stdout);
	return fd;
}

static int accepted(int listener) {
	int fd = accept(listener, NULL, NULL);

	expect("accept", fd >= 0);
	return fd;
}
