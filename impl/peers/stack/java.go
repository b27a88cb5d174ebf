package stack

import (
	"context"
	"fmt"
)

// java is a driver in both roles, a virtual machine for each server and for all
// connections of a client.
var java = &Stack{
	Name: "Java", Packages: "openjdk-17-jdk-headless", needs: []string{"java", "javac"},
	Serve: javaDriver.serve, Connect: javaDriver.connect,
}

// javaDriver: what is switched is switched for the whole machine. It begins sooner
// when it does not try to be fast later.
var javaDriver launch = func(ctx context.Context, p *Place, s Setup) ([]string, error) {
	security, err := p.write("java.security", []byte("jdk.tls.disabledAlgorithms=\n"))
	if err != nil {
		return nil, err
	}
	return []string{
		"java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto",
		"-Djava.security.properties=" + security,
		fmt.Sprintf("-Djdk.tls.useExtendedMasterSecret=%t", s.EMS),
		fmt.Sprintf("-Djdk.tls.client.enableSessionTicketExtension=%t", s.Tickets),
		fmt.Sprintf("-Djdk.tls.server.enableSessionTicketExtension=%t", s.Tickets),
		"-cp", p.dir, "Jsse",
	}, p.make(ctx, "Jsse.class", "javac", "-d", p.dir, p.file("driver/Jsse.java"))
}
