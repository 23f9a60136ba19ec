/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stddef.h>
#include <stdint.h>

/* What every target defines, and libFuzzer or fuzz-replay.c calls: hands @data to the parser and asserts what must hold of
 * whatever comes out. Returns: 0 */
int LLVMFuzzerTestOneInput (const uint8_t *data, size_t size);
