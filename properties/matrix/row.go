package matrix

import (
	"fmt"
	"slices"
	"strings"

	"tlsresume/impl/defect"
)

// A Row of the matrix is what found a defect, or the stock implementation.
type Row struct {
	Defect   string       `json:"defect"` // its name; empty for the stock implementation
	Grade    defect.Grade `json:"grade,omitempty"`
	Findings []Finding    `json:"findings"`          // the first of each check
	Cases    int          `json:"cases"`             // scripts that were played
	Cannot   int          `json:"cannot"`            // scripts that could not be
	Probes   int          `json:"probes"`            // checks of other kinds that were run, seed by seed
	Unknown  []string     `json:"unknown,omitempty"` // of the probes, those without a verdict
	Seconds  float64      `json:"seconds"`
}

// A Finding is how a check found something.
type Finding struct {
	Check   string  `json:"check"`   // as in defect.Defect's KilledBy
	Cases   int     `json:"cases"`   // that the check needed, with the one that shows it
	Seconds float64 `json:"seconds"` // likewise
	Where   string  `json:"where"`   // the case
	Why     string  `json:"why"`
}

// found adds the first finding of a check.
func (r *Row) found(f Finding) {
	if !r.FoundBy(f.Check) {
		r.Findings = append(r.Findings, f)
	}
}

// Add adds what another row has.
func (r *Row) Add(other Row) {
	for _, f := range other.Findings {
		r.found(f)
	}
	r.Cases, r.Cannot, r.Probes = r.Cases+other.Cases, r.Cannot+other.Cannot, r.Probes+other.Probes
	r.Seconds += other.Seconds
	r.Unknown = append(r.Unknown, other.Unknown...)
}

// FoundBy reports whether a check has found something.
func (r *Row) FoundBy(check string) bool {
	return slices.ContainsFunc(r.Findings, func(f Finding) bool { return f.Check == check })
}

// Lacks are the checks among those that must find the defect which have not.
func (r *Row) Lacks(killers []string) (all []string) {
	for _, k := range killers {
		if !r.FoundBy(k) {
			all = append(all, k)
		}
	}
	return all
}

// Err says what of the defect is not as it must be, or nil: each check that it names
// has found it.
func (r *Row) Err(killers []string) error {
	if lacks := r.Lacks(killers); len(lacks) > 0 {
		return fmt.Errorf("defect %s: %s did not find it in %d scripts and %d probes", r.Defect, strings.Join(lacks, ", "), r.Cases, r.Probes)
	}
	return nil
}
