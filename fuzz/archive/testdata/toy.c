// A target that is no Go: what a main can see of one.
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

__attribute__((section("__libfuzzer_extra_counters"))) unsigned char counters[1024];

int LLVMFuzzerInitialize(int *argc, char ***argv) { return *argc < 1 || *argv == NULL; }

// Its first byte says what it does: p prints, u counts one time of two, v each time at the
// same place, s counts the first time alone, c crashes, h hangs. Each byte after it counts at its own place.
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
	static int calls;
	calls++;
	if (size == 0)
		return 0;
	switch (data[0]) {
	case 'p': puts("a target that prints"); fflush(stdout); break;
	case 'u': counters[1000] = calls % 2; break;
	case 'v': counters[1000] = 1; break;
	case 's': counters[1001] = calls == 1; break;
	case 'c': fprintf(stderr, "what a crash says\n"); abort();
	case 'h': sleep(60); break;
	}
	for (size_t i = 1; i < size; i++)
		counters[data[i]]++;
	return 0;
}
