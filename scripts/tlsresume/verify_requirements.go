package main

import (
	"context"
	"fmt"
	"strings"

	"tlsresume/model/check"
	"tlsresume/properties/matrix"
)

// requirements says, source by source, whether a breach of each sentence that binds was
// seen to be found.
func (v *verification) requirements(context.Context) error {
	for _, c := range matrix.Covers() {
		verdict, detail := check.Holds, fmt.Sprintf("%d MUST and MUST NOT: %d covered, %d excepted", c.Binding, c.Covered, c.Excepted)
		if len(c.Open) > 0 {
			verdict, detail = check.Broken, detail+", neither: "+strings.Join(c.Open, ", ")
		}
		v.add("requirements", c.Source, verdict, detail)
	}
	return nil
}
