// A client and a server of mbedTLS 2.28 (build: -lmbedtls -lmbedx509 -lmbedcrypto):
//
//   mbedtls server CERT KEY VERSION [without-tickets] [without-ems]
//   mbedtls client HOST PORT CONNECTIONS VERSION [without-tickets] [without-ems]
//
// driver.h says what they print.
#include <mbedtls/ctr_drbg.h>
#include <mbedtls/entropy.h>
#include <mbedtls/net_sockets.h>
#include <mbedtls/ssl.h>
#include <mbedtls/ssl_cache.h>
#include <mbedtls/ssl_internal.h>
#include <mbedtls/ssl_ticket.h>

#include "driver.h"

static mbedtls_entropy_context entropy;
static mbedtls_ctr_drbg_context drbg;
static mbedtls_ssl_config conf;
static int tickets, ems;

static void check(const char *what, int code) {
	if (code < 0) {
		fprintf(stderr, "%s: got -0x%04x\n", what, -code);
		exit(1);
	}
}

// configure reads the version and the switches. 3.1 is what TLS 1.0 calls itself.
static void configure(int side, char **args) {
	int minor = args[0][2] - '0' + 1;

	mbedtls_entropy_init(&entropy);
	mbedtls_ctr_drbg_init(&drbg);
	check("seed", mbedtls_ctr_drbg_seed(&drbg, mbedtls_entropy_func, &entropy, NULL, 0));
	mbedtls_ssl_config_init(&conf);
	check("defaults", mbedtls_ssl_config_defaults(&conf, side, MBEDTLS_SSL_TRANSPORT_STREAM, MBEDTLS_SSL_PRESET_DEFAULT));
	mbedtls_ssl_conf_rng(&conf, mbedtls_ctr_drbg_random, &drbg);
	mbedtls_ssl_conf_authmode(&conf, MBEDTLS_SSL_VERIFY_NONE);
	mbedtls_ssl_conf_min_version(&conf, 3, minor);
	mbedtls_ssl_conf_max_version(&conf, 3, minor);
	tickets = !has(args, "without-tickets");
	ems = !has(args, "without-ems");
	mbedtls_ssl_conf_extended_master_secret(&conf, ems ? MBEDTLS_SSL_EXTENDED_MS_ENABLED : MBEDTLS_SSL_EXTENDED_MS_DISABLED);
}

// told prints what mbedTLS knows. That it has resumed it does not say: the driver
// says so if the master secret is that of the connection before. The version is
// "TLSv1.2".
static void told(mbedtls_ssl_context *ssl, int n) {
	static unsigned char before[48];
	const unsigned char *master = ssl->session->master;
	int resumed = n > 0 && memcmp(before, master, sizeof before) == 0;

	memcpy(before, master, sizeof before);
	tell_connection(resumed ? "yes" : "no", "unknown", mbedtls_ssl_get_version(ssl) + 4);
	tell_master(master, sizeof before);
}

static void serve(char **args) {
	mbedtls_x509_crt cert;
	mbedtls_pk_context key;
	mbedtls_ssl_cache_context cache;
	mbedtls_ssl_ticket_context keys;
	int socket;

	mbedtls_x509_crt_init(&cert);
	mbedtls_pk_init(&key);
	check("certificate", mbedtls_x509_crt_parse_file(&cert, args[0]));
	check("key", mbedtls_pk_parse_keyfile(&key, args[1], NULL));
	configure(MBEDTLS_SSL_IS_SERVER, args + 2);
	check("own certificate", mbedtls_ssl_conf_own_cert(&conf, &cert, &key));
	mbedtls_ssl_cache_init(&cache);
	mbedtls_ssl_conf_session_cache(&conf, &cache, mbedtls_ssl_cache_get, mbedtls_ssl_cache_set);
	mbedtls_ssl_ticket_init(&keys);
	check("ticket keys", mbedtls_ssl_ticket_setup(&keys, mbedtls_ctr_drbg_random, &drbg, MBEDTLS_CIPHER_AES_256_GCM, 3600));
	if (tickets)
		mbedtls_ssl_conf_session_tickets_cb(&conf, mbedtls_ssl_ticket_write, mbedtls_ssl_ticket_parse, &keys);
	socket = listening();
	for (int n = 0;; n++) {
		mbedtls_net_context conn = {accepted(socket)};
		mbedtls_ssl_context ssl;
		unsigned char line[1000];
		int size, sum = 0;

		mbedtls_ssl_init(&ssl);
		check("setup", mbedtls_ssl_setup(&ssl, &conf));
		mbedtls_ssl_set_bio(&ssl, &conn, mbedtls_net_send, mbedtls_net_recv, NULL);
		check("handshake", mbedtls_ssl_handshake(&ssl));
		told(&ssl, n);
		do {
			size = mbedtls_ssl_read(&ssl, line + sum, sizeof line - sum);
			check("read", size);
			sum += size;
		} while (!is_line(line, sum));
		check("write", mbedtls_ssl_write(&ssl, line, sum));
		mbedtls_ssl_close_notify(&ssl);
		mbedtls_ssl_free(&ssl);
		mbedtls_net_free(&conn);
	}
}

static void connect_all(char **args) {
	mbedtls_ssl_session session;

	mbedtls_ssl_session_init(&session);
	configure(MBEDTLS_SSL_IS_CLIENT, args + 3);
	mbedtls_ssl_conf_session_tickets(&conf, tickets ? MBEDTLS_SSL_SESSION_TICKETS_ENABLED : MBEDTLS_SSL_SESSION_TICKETS_DISABLED);
	for (int n = 0; n < atoi(args[2]); n++) {
		mbedtls_net_context conn;
		mbedtls_ssl_context ssl;
		unsigned char page[1000];
		int size;

		mbedtls_net_init(&conn);
		check("connect", mbedtls_net_connect(&conn, args[0], args[1], MBEDTLS_NET_PROTO_TCP));
		mbedtls_ssl_init(&ssl);
		check("setup", mbedtls_ssl_setup(&ssl, &conf));
		mbedtls_ssl_set_bio(&ssl, &conn, mbedtls_net_send, mbedtls_net_recv, NULL);
		if (n > 0)
			check("set session", mbedtls_ssl_set_session(&ssl, &session));
		check("handshake", mbedtls_ssl_handshake(&ssl));
		told(&ssl, n);
		mbedtls_ssl_session_free(&session);
		check("get session", mbedtls_ssl_get_session(&ssl, &session));
		check("write", mbedtls_ssl_write(&ssl, (const unsigned char *)REQUEST, strlen(REQUEST)));
		while ((size = mbedtls_ssl_read(&ssl, page, sizeof page)) > 0)
			tell_heard(page, size);
		mbedtls_ssl_close_notify(&ssl);
		mbedtls_ssl_free(&ssl);
		mbedtls_net_free(&conn);
	}
}

int main(int argc, char **args) {
	if (argc > 4 && strcmp(args[1], "server") == 0)
		serve(args + 2);
	else if (argc > 5 && strcmp(args[1], "client") == 0)
		connect_all(args + 2);
	return argc < 5;
}
