#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Fills verbs or options into a program's man page by asking the program for its help, so that page and program can't disagree.

    make-man-page.py PROGRAM TEMPLATE VERSION OUTPUT
"""
import os
import re
import subprocess
import sys


def ask(program, *arguments):
    # Standard output and error of a build that is sanitized, or whose locale is unknown, must not differ from any other's.
    environment = {'LC_ALL': 'C.UTF-8', 'HOME': os.environ.get('HOME', '/'), 'ASAN_OPTIONS': 'detect_leaks=0'}
    return subprocess.run([program, *arguments], capture_output=True, text=True, check=True, env=environment).stdout


def escape(text):
    text = text.replace('\\', '\\e').replace('-', '\\-')
    return re.sub(r"^([.'])", r'\\&\1', text)


def list_verbs(drayctl):
    """Yields (verb, summary)."""
    for line in ask(drayctl, 'help').splitlines():
        found = re.fullmatch(r'  (\S+(?: \S+)?)\s{2,}(\S.*)', line)
        if found:
            yield found[1], found[2]


def describe(drayctl, verb, summary):
    """Yields the lines of a verb's section."""
    lines = ask(drayctl, *verb.split(), '--help').splitlines()
    usage = lines[1].split('[OPTION…]', 1)[-1].strip()
    yield f'.SS {escape(verb)} {escape(usage)}'.rstrip()
    yield f'{escape(summary)}.'
    for line in lines:
        found = re.fullmatch(r'  (-\S.*?)\s{2,}(\S.*)', line)
        if found and '--help' not in found[1] and '--json' not in found[1]:
            yield '.TP'
            yield f'.B {escape(found[1])}'
            yield f'{escape(found[2])}.'


def list_options(program):
    """Yields the lines of every option of a program without verbs."""
    for line in ask(program, '--help').splitlines():
        found = re.fullmatch(r'  (-\S.*?)\s{2,}(\S.*)', line)
        if found and '--help' not in found[1]:
            yield '.TP'
            yield f'.B {escape(found[1])}'
            yield f'{escape(found[2])}.'


def list_all_verbs(program):
    """Yields the lines of every verb's section."""
    for verb, summary in list_verbs(program):
        yield from describe(program, verb, summary)


def main(program, template, version, output):
    with open(template, encoding='utf-8') as page:
        text = page.read().replace('@VERSION@', version)
    for mark, fill in (('@VERBS@', list_all_verbs), ('@OPTIONS@', list_options)):
        if mark in text:
            lines = list(fill(program))
            if not lines:
                sys.exit(f'make-man-page: the help of {program} has nothing for {mark}')
            text = text.replace(mark, '\n'.join(lines))
    with open(output, 'w', encoding='utf-8') as page:
        page.write(text)


if __name__ == '__main__':
    main(*sys.argv[1:])
