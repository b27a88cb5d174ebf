/* Two-phase commit, as in twophase_test.go: one process, each of whose steps is
 * one action. Compile with -DN, the number of resource managers, 3 to 9.
 *
 * The managers' phases are two bits each of rms: 0 working, 1 prepared, 2
 * committed, 3 aborted. heard and sent are sets: bit i for manager i.
 */
#define WORKING 0
#define PREPARED 1
#define COMMITTED 2
#define ABORTED 3

#define RM(i) ((rms >> (2*(i))) & 3)
#define SET(i, p) rms = (rms & ~(3 << (2*(i)))) | ((p) << (2*(i)))
#define IN(set, i) (((set) >> (i)) & 1)
#define ODD 87381 /* the low bit of every phase */

/* No manager has committed, or none has aborted. */
#define CONSISTENT ((((rms >> 1) & ODD) & ~rms) == 0 || (((rms >> 1) & ODD) & rms) == 0)

int rms;
short heard, sent;
byte tm;
bit sentCommit, sentAbort;

#define MANAGER(i) \
	:: d_step { tm == WORKING && IN(sent, i) && !IN(heard, i) -> heard = heard | (1 << i); assert(CONSISTENT) } \
	:: d_step { RM(i) == WORKING -> SET(i, PREPARED); sent = sent | (1 << i); assert(CONSISTENT) } \
	:: d_step { RM(i) == WORKING -> SET(i, ABORTED); assert(CONSISTENT) } \
	:: d_step { sentCommit && RM(i) != COMMITTED -> SET(i, COMMITTED); assert(CONSISTENT) } \
	:: d_step { sentAbort && RM(i) != ABORTED -> SET(i, ABORTED); assert(CONSISTENT) }

active proctype twoPhaseCommit() {
end:	do
	:: d_step { tm == WORKING && heard == (1 << N) - 1 -> tm = COMMITTED; sentCommit = 1 }
	:: d_step { tm == WORKING -> tm = ABORTED; sentAbort = 1 }
	MANAGER(0)
	MANAGER(1)
	MANAGER(2)
#if N > 3
	MANAGER(3)
	MANAGER(4)
#endif
#if N > 5
	MANAGER(5)
	MANAGER(6)
#endif
#if N > 7
	MANAGER(7)
	MANAGER(8)
#endif
	od
}
