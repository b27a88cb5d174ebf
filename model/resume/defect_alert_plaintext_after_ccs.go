package resume

// Alerts are sent in the clear for ever, as nqsb-TLS 0.4.0 did.
var _ = defect(Defect{
	Name:        "alert-plaintext-after-ccs",
	Requirement: "RFC5246-7.2-ALERT-PROTECTED",
	Breaks:      "sent-under-own-keys",
	Config:      "renegotiation",
	Edit: func(p *Policy) {
		p.Protection = func(e *End, k Kind) Keys {
			if k == AlertMessage {
				return Keys{}
			}
			return e.WriteKeys
		}
	},
})
