#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The floors of the house: which room may include which, and which outside libraries each was granted.

Refuses an include of a room that is not below, a relative include, another room's -private.h, an outside library that the room
was not granted, two headers of one name, and a folder of src/ that is not in the table.

    floors.py SRC           check the tree under SRC
    floors.py --markdown    print the table as ARCHITECTURE.md carries it
"""
import collections
import pathlib
import re
import sys

Room = collections.namedtuple('Room', 'floors libraries holds')

# The table stands here and nowhere else; bottom-up.
ROOMS = {
    'core': Room('', '', 'units, ids, clock, random numbers, workers, columns, matrices, JSON and CSV with limits'),
    'trust': Room('core', 'libsodium', 'passwords, tokens, hash chain, signatures, field encryption'),
    'geo': Room('core', 'geos', 'points, shapes, tile geometry, geofence index, exchange formats for shapes'),
    'road': Room('core geo', 'libdeflate libxml2', 'OpenStreetMap to region pack; paths, matrices, snapping, matching, places, base map layers'),
    'solver': Room('core', '', 'vehicle routing over matrices'),
    'store': Room('core geo trust', 'sqlite libxlsxwriter libzip libxml2', 'tables, operations, migrations, log, list models, telemetry segments, spreadsheets'),
    'insight': Room('core', 'gsl', 'KPIs and models over plain columns'),
    'draw': Room('core geo', 'cairo pango', 'pictures with no GTK: map tiles, charts'),
    'fleet': Room('core geo trust road solver store', '', 'tables, operations, rules, telemetry gate, live fleet, fences at work, ETA, planner'),
    'sync': Room('core trust store fleet', 'libsoup', 'protocol state machines, device client, download'),
    'report': Room('core store fleet insight draw', 'cairo pango libxlsxwriter', 'reports and their writers'),
    'sim': Room('core geo road store fleet', '', 'demo county, demo workspace, simulated fleet'),
    'engine': Room('core geo trust road solver store insight draw fleet sync report sim', '', 'opens a workspace, owns the workers, wires rooms'),
    'console': Room('core geo trust road solver store insight draw fleet sync report engine', 'gtk adwaita shumate libsecret libportal cairo pango', 'the windows'),
    'hub': Room('core trust store fleet sync road insight report', 'libsoup systemd', 'the server process'),
    'cli': Room('core geo trust road solver store insight draw fleet sync report sim engine', '', 'drayctl'),
}

# Every room may use GLib, json-glib and the C library.
LIBRARIES = {
    'everyone': r'glib(-object|-unix|/.*)?\.h|gio/.*|json-glib/.*|gmodule\.h|glib/.*',
    'system': r'(assert|complex|errno|fcntl|float|inttypes|limits|locale|math|poll|pthread|signal|stdarg|stdatomic|stdbool|stddef|stdint|stdio|stdlib'
              r'|string|time|unistd|immintrin|arm_neon|netinet/.*|arpa/.*|sys/.*)\.h|(sys|netinet|arpa)/.*\.h',
    'libsodium': r'sodium.*\.h',
    'geos': r'geos_c\.h',
    'libdeflate': r'libdeflate\.h',
    'libxml2': r'libxml/.*',
    'sqlite': r'sqlite3\.h',
    'libxlsxwriter': r'xlsxwriter.*\.h',
    'libzip': r'zip\.h',
    'gsl': r'gsl/.*',
    'cairo': r'cairo.*\.h',
    'pango': r'pango/.*',
    'libsoup': r'libsoup/.*',
    'systemd': r'systemd/.*',
    'gtk': r'gtk/.*|gdk/.*|gsk/.*',
    'adwaita': r'adwaita\.h',
    'shumate': r'shumate/.*',
    'libsecret': r'libsecret/.*',
    'libportal': r'libportal.*',
}

INCLUDE = re.compile(r'\s*#\s*include\s*([<"])([^>"]+)[>"]')


def check(src):
    """Yields a sentence for every include that breaks the table."""
    sources = sorted(path for path in src.rglob('*') if path.suffix in ('.c', '.h'))
    owners = {}
    for path in sources:
        room = path.relative_to(src).parts[0]
        if room not in ROOMS:
            yield f'{path}: the folder {room} is no room of the table'
        elif path.suffix == '.h':
            if path.name in owners:
                yield f'{path}: a header of this name stands in {owners[path.name]} too'
            owners[path.name] = room
    for path in sources:
        mine = path.relative_to(src).parts[0]
        if mine not in ROOMS:
            continue
        for number, line in enumerate(path.read_text(encoding='utf-8').splitlines(), 1):
            found = INCLUDE.match(line)
            if found:
                fault = judge(mine, found[1] == '"', found[2], owners)
                if fault:
                    yield f'{path}:{number}: {fault}'


def judge(mine, quoted, name, owners):
    """What is wrong with the room `mine` including `name`, or None."""
    room = ROOMS[mine]
    if '..' in name.split('/'):
        return f'"{name}" is a relative include'
    if quoted:
        if name == 'config.h':
            return None
        base = name.rsplit('/', 1)[-1]
        theirs = owners.get(base)
        if theirs is None:
            return f'"{name}" is no header of src/; outside headers go in angle brackets'
        if theirs == mine:
            return None
        if base.endswith('-private.h'):
            return f'"{name}" is private to {theirs}'
        if theirs not in room.floors.split():
            return f'{mine} may not include {theirs} ("{name}")'
        return None
    for library in ('everyone', 'system', *room.libraries.split()):
        if re.fullmatch(LIBRARIES[library], name):
            return None
    return f'{mine} was not granted <{name}>'


def markdown():
    yield '| room | may include | outside libraries | holds |'
    yield '|---|---|---|---|'
    for name, room in ROOMS.items():
        yield f'| {name} | {room.floors or "–"} | {room.libraries or "–"} | {room.holds} |'


def main(arguments):
    if arguments == ['--markdown']:
        print('\n'.join(markdown()))
        return 0
    faults = list(check(pathlib.Path(arguments[0])))
    print('\n'.join(faults) or 'The floors hold.')
    return 1 if faults else 0


if __name__ == '__main__':
    sys.exit(main(sys.argv[1:]))
