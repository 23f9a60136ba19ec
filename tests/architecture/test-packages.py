#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Holds the table of packages to what meson asks for: a library that is missing there stops the build of a bare machine, and one
that nothing uses is installed for nothing."""
import json
import pathlib
import re
import sys

# What another module brings along, or what older systems have no pkg-config file for and is found by its header.
BROUGHT_BY = {
    'gobject-2.0': 'module glib-2.0',
    'gio-2.0': 'module glib-2.0',
    'gio-unix-2.0': 'module glib-2.0',
    'geos': 'file /usr/include/geos_c.h',
    'libdeflate': 'file /usr/include/libdeflate.h',
}
# What GNOME's runtime has, so that the Flatpak manifest need not.
IN_RUNTIME = {
    'module ' + name for name in (
        'glib-2.0', 'json-glib-1.0', 'libxml-2.0', 'sqlite3', 'cairo', 'pangocairo', 'libsoup-3.0', 'gtk4', 'libadwaita-1', 'libsecret-1',
        'libsystemd')
}
# What the manifest calls the others.
MANIFEST_NAMES = {
    'file /usr/include/geos_c.h': 'geos',
    'file /usr/include/libdeflate.h': 'libdeflate',
    'module xlsxwriter': 'libxlsxwriter',
    'module shumate-1.0': 'libshumate',
    'module libportal-gtk4': 'libportal',
}
KINDS = {'package': 1, 'command': 2, 'module': 2, 'file': 2, 'links': 3}
FOR = ('run', 'screen', 'check', 'coverage')


def rows(table):
    for line in table.read_text().splitlines():
        if line and not line.startswith('#'):
            yield [field.strip() for field in line.split('|')]


def asked_for(root):
    """The needs of every dependency ('…') in the tree's meson.build files."""
    for path in (root / 'meson.build', *root.glob('src/**/meson.build'), *root.glob('tests/**/meson.build')):
        for name in re.findall(r"(?<!declare_)dependency\('([^']+)'", path.read_text()):
            yield BROUGHT_BY.get(name, f'module {name}')


def check_manifest(manifest, asked):
    """Yields what is wrong with the Flatpak manifest."""
    modules = {module['name']: module for module in manifest['modules']}
    for need in sorted(asked - IN_RUNTIME):
        name = MANIFEST_NAMES.get(need, need.split()[1])
        if name not in modules:
            yield f'{need} is no module of the manifest'
    for name, module in modules.items():
        for source in module['sources']:
            if source['type'] == 'archive' and not re.fullmatch('[0-9a-f]{64}', source.get('sha256', '')):
                yield f'the source of {name} has no checksum'
    if manifest['id'] != 'org.dray.Dray' or manifest['command'] != 'dray':
        yield 'the manifest is not that of org.dray.Dray'


def cases(root):
    table = list(rows(root / 'data' / 'install' / 'packages'))
    needs = {row[1] for row in table if len(row) == 4}
    asked = set(asked_for(root))
    yield 'every-row-is-well-formed', [
        row for row in table
        if len(row) != 4 or row[0] not in FOR or not all(row) or len(row[1].split()) != KINDS.get(row[1].split()[0])]
    yield 'every-library-that-meson-asks-for-is-there', sorted(asked - needs)
    yield 'no-library-is-there-for-nothing', sorted(need for need in needs - asked if need.startswith('module '))
    manifest = json.loads((root / 'flatpak' / 'org.dray.Dray.json').read_text())
    yield 'the-flatpak-manifest-has-what-the-runtime-lacks', list(check_manifest(manifest, asked))
    yield 'no-row-stands-twice', sorted({str(row) for row in table if table.count(row) > 1})


def main():
    results = list(cases(pathlib.Path(sys.argv[1])))
    print(f'1..{len(results)}')
    for number, (name, faults) in enumerate(results, 1):
        for fault in faults:
            print(f'# {fault}', file=sys.stderr)
        print(f'{"not ok" if faults else "ok"} {number} /architecture/packages/{name}')
    return 1 if any(faults for _, faults in results) else 0


if __name__ == '__main__':
    sys.exit(main())
