package defect

// Sessions of virtual hosts with IDs of their own are resumed at each other.
var _ = defect(Defect{
	Name:     "vhost-not-bound",
	Imitates: "CVE-2014-3616 (nginx): the identifier of a virtual host is not part of what its sessions are bound to",
	Breaks:   []string{"RFC6066-3-NO-RESUME-OTHER-NAME", "RFC5077-5.5-KEYS-SINGLE-PURPOSE"},
	KilledBy: []string{"tests/impl/endpoint"},
	Edits:    []Edit{{"impl/handshake/policy.go", "case s.VirtualHost != o.Host.ID:", "case o.Host == nil:"}},
})
