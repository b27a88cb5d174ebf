package stack

// mbedtls is a driver in both roles.
var mbedtls = &Stack{
	Name: "mbedTLS", Packages: "libmbedtls-dev", needs: []string{"/usr/include/mbedtls/ssl_internal.h", "cc"},
	Serve: mbedtlsDriver.serve, Connect: mbedtlsDriver.connect,
}

var mbedtlsDriver = compiled("mbedtls", "-lmbedtls", "-lmbedx509", "-lmbedcrypto")
