package stack

// wolfssl is a driver in both roles.
var wolfssl = &Stack{
	Name: "wolfSSL", Packages: "libwolfssl-dev", needs: []string{"/usr/include/wolfssl/ssl.h", "cc"},
	Serve: wolfsslDriver.serve, Connect: wolfsslDriver.connect,
}

var wolfsslDriver = compiled("wolfssl", "-lwolfssl")
