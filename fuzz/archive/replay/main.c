// Stands in for libFuzzer: a main that feeds LLVMFuzzerTestOneInput the inputs that come
// on stdin, each behind its length, and answers each on stdout with the counters that are
// not zero: how many, then for each its index and its value. Numbers are little-endian.
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

// The counters of an archive lie in a section of this name, where libFuzzer looks for
// them. The linker gives its bounds.
extern uint8_t __start___libfuzzer_extra_counters[];
extern uint8_t __stop___libfuzzer_extra_counters[];

static void put(FILE *out, uint32_t n, size_t bytes) {
	for (size_t i = 0; i < bytes; i++)
		fputc((n >> (8 * i)) & 0xff, out);
}

static void answer(FILE *out, const uint8_t *counters, size_t size) {
	uint32_t hit = 0;
	for (size_t i = 0; i < size; i++)
		hit += counters[i] != 0;
	put(out, hit, 4);
	for (size_t i = 0; i < size; i++) {
		if (counters[i] == 0)
			continue;
		put(out, i, 4);
		put(out, counters[i], 1);
	}
	fflush(out);
}

int main(int argc, char **argv) {
	// A target may print: what it says must not come between answers.
	FILE *out = fdopen(dup(STDOUT_FILENO), "wb");
	if (out == NULL || dup2(STDERR_FILENO, STDOUT_FILENO) < 0) {
		perror("replay: stdout");
		return 3;
	}
	uint8_t *counters = __start___libfuzzer_extra_counters;
	size_t size = __stop___libfuzzer_extra_counters - counters;
	LLVMFuzzerInitialize(&argc, &argv);

	uint8_t *hits = malloc(size);
	if (hits == NULL)
		return 3;

	uint8_t header[4];
	while (fread(header, 1, sizeof header, stdin) == sizeof header) {
		size_t length = header[0] | header[1] << 8 | header[2] << 16 | (size_t)header[3] << 24;
		// An input has memory of its own, so that a read behind its end is not one of another.
		uint8_t *data = malloc(length > 0 ? length : 1);
		if (data == NULL || fread(data, 1, length, stdin) != length) {
			fprintf(stderr, "replay: got less than an input of %zu bytes\n", length);
			return 3;
		}
		memset(counters, 0, size);
		LLVMFuzzerTestOneInput(data, length);
		memcpy(hits, counters, size); // other threads go on counting
		free(data);
		answer(out, hits, size);
	}
	return 0;
}
