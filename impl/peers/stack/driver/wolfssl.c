// A client and a server of wolfSSL 5.5 (build: -lwolfssl):
//
//   wolfssl server CERT KEY VERSION [without-tickets] [without-ems]
//   wolfssl client HOST PORT CONNECTIONS VERSION [without-tickets] [without-ems]
//
// driver.h says what they print.
#include <wolfssl/options.h>
#include <wolfssl/ssl.h>

#include "driver.h"

static void check(const char *what, WOLFSSL *ssl, int ok) {
	if (!ok) {
		fprintf(stderr, "%s: got %d\n", what, ssl == NULL ? 0 : wolfSSL_get_error(ssl, 0));
		exit(1);
	}
}

static WOLFSSL_CTX *configured(WOLFSSL_METHOD *method, char **args) {
	static const struct {
		const char *name;
		int min;
		long without;
	} versions[] = {
		{"1.0", WOLFSSL_TLSV1, WOLFSSL_OP_NO_TLSv1_1 | WOLFSSL_OP_NO_TLSv1_2},
		{"1.1", WOLFSSL_TLSV1_1, WOLFSSL_OP_NO_TLSv1_2},
		{"1.2", WOLFSSL_TLSV1_2, 0},
	};
	WOLFSSL_CTX *ctx = wolfSSL_CTX_new(method);

	for (int i = 0; i < 3; i++)
		if (strcmp(args[0], versions[i].name) == 0) {
			check("version", NULL, wolfSSL_CTX_SetMinVersion(ctx, versions[i].min) == WOLFSSL_SUCCESS);
			wolfSSL_CTX_set_options(ctx, versions[i].without | WOLFSSL_OP_NO_TLSv1_3);
		}
	wolfSSL_CTX_set_verify(ctx, WOLFSSL_VERIFY_NONE, NULL);
	if (has(args, "without-tickets"))
		wolfSSL_CTX_NoTicketTLSv12(ctx);
	if (has(args, "without-ems"))
		wolfSSL_CTX_DisableExtendedMasterSecret(ctx);
	return ctx;
}

// told prints what wolfSSL knows. The session of a server that has resumed by
// ticket has another master secret than the connection.
static void told(WOLFSSL *ssl) {
	unsigned char master[48];
	WOLFSSL_SESSION *session = wolfSSL_get1_session(ssl);
	int size = wolfSSL_SESSION_get_master_key(session, master, sizeof master);
	int resumed = wolfSSL_session_reused(ssl);

	tell_connection(resumed ? "yes" : "no", "unknown", wolfSSL_get_version(ssl) + 4);
	tell_master(master, resumed ? 0 : size);
	wolfSSL_SESSION_free(session);
}

static void serve(char **args) {
	WOLFSSL_CTX *ctx = configured(wolfSSLv23_server_method(), args + 2);
	int socket;

	check("certificate", NULL, wolfSSL_CTX_use_certificate_file(ctx, args[0], WOLFSSL_FILETYPE_PEM) == WOLFSSL_SUCCESS);
	check("key", NULL, wolfSSL_CTX_use_PrivateKey_file(ctx, args[1], WOLFSSL_FILETYPE_PEM) == WOLFSSL_SUCCESS);
	socket = listening();
	for (;;) {
		WOLFSSL *ssl = wolfSSL_new(ctx);
		int fd = accepted(socket), size, sum = 0;
		char line[1000];

		wolfSSL_set_fd(ssl, fd);
		check("handshake", ssl, wolfSSL_accept(ssl) == WOLFSSL_SUCCESS);
		told(ssl);
		do {
			size = wolfSSL_read(ssl, line + sum, sizeof line - sum);
			check("read", ssl, size > 0);
			sum += size;
		} while (!is_line(line, sum));
		check("write", ssl, wolfSSL_write(ssl, line, sum) == sum);
		wolfSSL_shutdown(ssl);
		wolfSSL_free(ssl);
		close(fd);
	}
}

static void connect_all(char **args) {
	WOLFSSL_CTX *ctx = configured(wolfSSLv23_client_method(), args + 3);
	WOLFSSL_SESSION *session = NULL;

	if (!has(args, "without-tickets"))
		wolfSSL_CTX_UseSessionTicket(ctx);
	for (int n = 0; n < atoi(args[2]); n++) {
		WOLFSSL *ssl = wolfSSL_new(ctx);
		struct sockaddr_in at = {.sin_family = AF_INET, .sin_port = htons(atoi(args[1]))};
		int fd = socket(AF_INET, SOCK_STREAM, 0), size;
		char page[1000];

		inet_pton(AF_INET, args[0], &at.sin_addr);
		expect("connect", connect(fd, (struct sockaddr *)&at, sizeof at) == 0);
		wolfSSL_set_fd(ssl, fd);
		if (session != NULL)
			wolfSSL_set_session(ssl, session);
		check("handshake", ssl, wolfSSL_connect(ssl) == WOLFSSL_SUCCESS);
		told(ssl);
		check("write", ssl, wolfSSL_write(ssl, REQUEST, strlen(REQUEST)) > 0);
		while ((size = wolfSSL_read(ssl, page, sizeof page)) > 0)
			tell_heard(page, size);
		wolfSSL_SESSION_free(session);
		session = wolfSSL_get1_session(ssl);
		wolfSSL_shutdown(ssl);
		wolfSSL_free(ssl);
		close(fd);
	}
}

int main(int argc, char **args) {
	if (argc > 4 && strcmp(args[1], "server") == 0)
		serve(args + 2);
	else if (argc > 5 && strcmp(args[1], "client") == 0)
		connect_all(args + 2);
	return argc < 5;
}
