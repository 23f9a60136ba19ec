#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Holds the documents to the tree: functions that they name exist, links lead somewhere, and the source tour visits every room."""
import pathlib
import re
import sys

# Names that a recipe invents.
INVENTED = {'dray_command_fence', 'dray_command_NAME', 'dray_move_cross', 'dray_trailer_table', 'dray_route_couple', 'dray_kpi_early', 'dray_report_make_trips'}


def documents(root):
    yield from sorted([*root.glob('*.md'), *root.glob('docs/**/*.md')])


def named_functions(text):
    """`dray_thing_verb` and `dray_thing_verb ()`, in backquotes or in code."""
    return set(re.findall(r'\b(dray_[a-z0-9_A-Z]+)\b(?!\.)', text)) - INVENTED


def defined_names(root):
    names = set()
    for folder in ('src', 'tests'):
        for path in (root / folder).rglob('*'):
            if path.suffix in ('.c', '.h', '.build'):
                names.update(re.findall(r'\bdray_[a-z0-9_]+\b', path.read_text(encoding='utf-8')))
    return names


def dead_links(root):
    for path in documents(root):
        for target in re.findall(r'\]\(([^)#]+)(?:#[^)]*)?\)', path.read_text(encoding='utf-8')):
            if '://' not in target and not (path.parent / target).exists():
                yield f'{path.relative_to(root)}: {target}'


def unvisited_rooms(root):
    tour = (root / 'ARCHITECTURE.md').read_text(encoding='utf-8').split('## Source tour', 1)[1]
    for folder in sorted((root / 'src').iterdir()):
        # A room that holds nothing but its errors has nothing to visit yet.
        sources = [path for path in folder.rglob('*.c') if not path.name.endswith('-error.c')]
        if folder.is_dir() and sources and f'| {folder.name} |' not in tour:
            yield folder.name


def cases(root):
    defined = defined_names(root)
    yield 'every-function-named-exists', [
        f'{path.relative_to(root)}: {name}' for path in documents(root)
        for name in sorted(named_functions(path.read_text(encoding='utf-8')) - defined)]
    yield 'every-link-leads-somewhere', list(dead_links(root))
    yield 'the-source-tour-visits-every-room', list(unvisited_rooms(root))


def main():
    results = list(cases(pathlib.Path(sys.argv[1])))
    print(f'1..{len(results)}')
    for number, (name, faults) in enumerate(results, 1):
        for fault in faults:
            print(f'# {fault}', file=sys.stderr)
        print(f'{"not ok" if faults else "ok"} {number} /architecture/docs/{name}')
    return 1 if any(faults for _, faults in results) else 0


if __name__ == '__main__':
    sys.exit(main())
