#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Plants a violation of each kind in a small tree and sees the floor check catch it; then holds the real tree to the table."""
import pathlib
import sys
import tempfile

import floors

CLEAN = {
    'core/dray-a.h': '#include <glib.h>\n',
    'core/dray-a-private.h': '',
    'solver/dray-b.h': '#include "dray-a.h"\n#include <math.h>\n',
}
# name of the test: (file, its text, what the answer must say)
PLANTED = {
    'an-upward-include': ('core/dray-c.c', '#include "dray-b.h"\n', 'core may not include solver'),
    'a-sideways-include': ('road/dray-c.c', '#include "dray-b.h"\n', 'road may not include solver'),
    'a-relative-include': ('core/dray-c.c', '#include "../core/dray-a.h"\n', 'relative include'),
    'a-private-header-of-another-room': ('solver/dray-c.c', '#include "dray-a-private.h"\n', 'private to core'),
    'a-library-not-granted': ('solver/dray-c.c', '#include <sqlite3.h>\n', 'solver was not granted <sqlite3.h>'),
    'gtk-below-the-console': ('engine/dray-c.c', '  #  include <gtk/gtk.h>\n', 'engine was not granted'),
    'an-unknown-header': ('solver/dray-c.c', '#include "sqlite3.h"\n', 'no header of src/'),
    'two-headers-of-one-name': ('solver/dray-a.h', '', 'of this name stands in core'),
    'a-folder-outside-the-table': ('attic/dray-c.c', '', 'no room of the table'),
}


def faults(files):
    with tempfile.TemporaryDirectory() as folder:
        for name, text in files.items():
            path = pathlib.Path(folder, name)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        return list(floors.check(pathlib.Path(folder)))


def cases(src):
    yield 'a-clean-tree-passes', faults(CLEAN) == []
    for name, (path, text, expected) in PLANTED.items():
        found = faults({**CLEAN, path: text})
        yield f'catches-{name}', len(found) == 1 and expected in found[0]
    yield 'every-floor-named-is-a-room-below', all(
        list(floors.ROOMS).index(floor) < list(floors.ROOMS).index(room)
        for room, row in floors.ROOMS.items() for floor in row.floors.split())
    real = list(floors.check(src))
    for fault in real:
        print(f'# {fault}', file=sys.stderr)
    yield 'the-tree-holds', real == []
    text = (src.parent / 'ARCHITECTURE.md').read_text()
    yield 'architecture-md-carries-the-table', '\n'.join(floors.markdown()) in text


def main():
    results = list(cases(pathlib.Path(sys.argv[1])))
    print(f'1..{len(results)}')
    for number, (name, ok) in enumerate(results, 1):
        print(f'{"ok" if ok else "not ok"} {number} /architecture/floors/{name}')
    return 0 if all(ok for _, ok in results) else 1


if __name__ == '__main__':
    sys.exit(main())
