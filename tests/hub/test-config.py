#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Holds docs/hub.md to the program's settings, feeds a printed file back, and sees a bad one refused. Arguments: dray-hub, docs/hub.md."""
import pathlib
import subprocess
import sys
import tempfile


def settings(program, *arguments):
    return subprocess.run([program, 'settings', *arguments], capture_output=True, text=True)


def rows(text):
    group = ''
    for line in text.splitlines():
        if line.startswith('['):
            group = line[1:-1]
        elif '=' in line and not line.startswith('#'):
            key, value = line.split('=', 1)
            yield f'| {group} | `{key}` | {value or "–"} |'


def cases(program, page):
    text = settings(program).stdout
    yield 'every-setting-stands-in-the-page', bool(text) and [row for row in rows(text) if row not in page] == []
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder, 'hub.conf')
        path.write_text(text)
        yield 'what-is-printed-can-be-read', settings(program, '--config', str(path)).stdout == text
        for name, bad in (('an-unknown-key', '[limits]\nnothing=1\n'), ('a-number-out-of-range', '[limits]\npage-rows=0\n'),
                          ('no-number', '[limits]\npage-rows=many\n'), ('no-key-file', 'page-rows')):
            path.write_text(bad)
            answer = settings(program, '--config', str(path))
            yield f'{name}-is-refused', answer.returncode == 1 and answer.stdout == '' and answer.stderr.startswith('dray-hub: ')


def main():
    results = list(cases(sys.argv[1], pathlib.Path(sys.argv[2]).read_text(encoding='utf-8')))
    print(f'1..{len(results)}')
    for number, (name, passed) in enumerate(results, 1):
        print(f'{"ok" if passed else "not ok"} {number} /hub/config/{name}')
    return 0 if all(passed for _, passed in results) else 1


if __name__ == '__main__':
    sys.exit(main())
