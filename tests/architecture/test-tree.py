#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Holds the files to the conventions: licence line, length, .editorconfig, no unfinished business; every source is built, every test
is run, every fuzz target has seeds."""
import pathlib
import re
import subprocess
import sys

MAX_LINES = 700
# Written so that this file doesn't find itself.
UNFINISHED = re.compile(r'\b(' + '|'.join(['TO' + 'DO', 'FIX' + 'ME', 'X' + 'XX', 'not implement' + 'ed']) + r')\b')


def tracked(root):
    """Every text file of ours: what git knows, or where there is no git what the folders hold, without pictures and test data."""
    try:
        names = subprocess.run(['git', '-C', root, 'ls-files', '-z'], capture_output=True, check=True).stdout.decode().split('\0')
    except (FileNotFoundError, subprocess.CalledProcessError):
        names = [str(path.relative_to(root)) for folder in ('src', 'tests', 'data', 'docs') for path in (root / folder).rglob('*') if path.is_file()]
    for name in names:
        path = root / name
        if name and not name.startswith('tests/data/') and path.is_file() and path.suffix not in ('.png', '.map', '.pyc', '.xlsx'):
            yield name, path


def read(root):
    return {name: path.read_bytes() for name, path in tracked(root)}


def is_code(name):
    return name.endswith(('.c', '.h', '.py')) or name in ('run', 'check', '.ci/run') or name.startswith('data/install/set-up')


def licence_faults(files):
    for name, content in files.items():
        if is_code(name) and b'SPDX-License-Identifier: GPL-3.0-or-later' not in b'\n'.join(content.split(b'\n', 2)[:2]):
            yield f'{name}: the first line is not the licence'


def length_faults(files):
    for name, content in files.items():
        if name.endswith(('.c', '.h')) and content.count(b'\n') > MAX_LINES:
            yield f'{name}: {content.count(bytes([10]))} lines; a file has one idea and at most {MAX_LINES}'


def editor_faults(files):
    for name, content in files.items():
        try:
            content.decode()
        except UnicodeDecodeError:
            yield f'{name}: this is not UTF-8'
        if content and not content.endswith(b'\n') and not name.endswith('.svg'):
            yield f'{name}: the last line has no end'
        if b'\r' in content:
            yield f'{name}: a carriage return'
        for number, line in enumerate(content.split(b'\n'), 1):
            if line.endswith((b' ', b'\t')) and not name.endswith(('.md', 'LICENSE')):
                yield f'{name}:{number}: space at the end'
            if b'\t' in line and is_code(name):
                yield f'{name}:{number}: a tab'


def unfinished_faults(files):
    for name, content in files.items():
        for number, line in enumerate(content.decode(errors='replace').splitlines(), 1):
            if is_code(name) and UNFINISHED.search(line):
                yield f'{name}:{number}: {line.strip()}'


def unbuilt_files(files):
    builds = b'\n'.join(content for name, content in files.items() if name.endswith('meson.build')).decode()
    for name in files:
        stem = pathlib.PurePath(name).stem
        if name.startswith('src/') and name.endswith('.c') and f"{pathlib.PurePath(name).name}'" not in builds:
            yield f'{name} is in no meson.build'
        if name.startswith('tests/') and name.endswith('.c') and stem.startswith(('test-', 'bench-', 'fuzz-')):
            word = stem.split('-', 1)[1]
            if f"'{word}'" not in builds and f"{stem}" not in builds:
                yield f'{name} is in no meson.build'


def seedless_targets(root):
    table = (root / 'tests' / 'fuzz' / 'meson.build').read_text()
    for name in re.findall(r"^  '([a-z0-9-]+)': ", table, re.MULTILINE):
        folder = root / 'tests' / 'data' / 'fuzz' / name
        if not folder.is_dir() or not any(folder.iterdir()):
            yield f'tests/data/fuzz/{name} has no seed'


def cases(root):
    files = read(root)
    yield 'the-licence-stands-first', list(licence_faults(files))
    yield 'no-source-is-over-700-lines', list(length_faults(files))
    yield 'editorconfig-holds', list(editor_faults(files))
    yield 'nothing-is-unfinished', list(unfinished_faults(files))
    yield 'every-source-and-test-is-built', list(unbuilt_files(files))
    yield 'every-fuzz-target-has-seeds', list(seedless_targets(root))


def main():
    results = list(cases(pathlib.Path(sys.argv[1])))
    print(f'1..{len(results)}')
    for number, (name, faults) in enumerate(results, 1):
        for fault in faults:
            print(f'# {fault}', file=sys.stderr)
        print(f'{"not ok" if faults else "ok"} {number} /architecture/tree/{name}')
    return 1 if any(faults for _, faults in results) else 0


if __name__ == '__main__':
    sys.exit(main())
