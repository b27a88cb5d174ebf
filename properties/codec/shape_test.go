package codec

import (
	"math/rand/v2"
	"testing"

	"tlsresume/impl/wire"
)

// Verdicts are held against a shape, but for tickets, which only their MAC tells.
func TestEveryRowHasAShape(t *testing.T) {
	rows := append(formats(), ticketText, anyKeyFile)
	for _, f := range rows {
		_, b, err := f.made(rand.New(rand.NewPCG(1, 1)).IntN)
		switch {
		case err != nil:
			t.Fatal(err)
		case f.of == "Ticket" || f.of == "TicketKeys" && f.name != anyKeyFile.name: // it is judged as that
			continue
		case f.shape == nil:
			t.Errorf("%s: got no shape", f.name)
		case !f.shape(b):
			t.Errorf("%s: got a shape that refuses %s", f.name, hexed(b))
		}
	}
}

// A row under another number than its document's is of no shape.
func TestShapesGoByTheNumbersOfTheDocuments(t *testing.T) {
	for _, e := range extensionShapes {
		if e.offer == nil {
			t.Errorf("%s: got no offer", e.name)
		}
		if shapeOf(e.id+1, e.name, offered)(nil) {
			t.Errorf("%s: got a shape under the number %d", e.name, e.id+1)
		}
	}
	if !shapeOf(wire.ExtSessionTicket, "session_ticket", offered)(nil) {
		t.Error("got no shape of session_ticket")
	}
}
