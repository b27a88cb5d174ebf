package adversary

var _ = config(Config{
	Name: "early-ccs",
	Shows: "ends that accept ChangeCipherSpec before there is a master secret have keys that the adversary knows " +
		"(CVE-2014-0224)",
	Breaks: "keys-secret",
	world:  modern.with(func(w *world) { w.EarlyCCS = true }),
	States: 5745, Transitions: 5757, Depth: 5,
})
