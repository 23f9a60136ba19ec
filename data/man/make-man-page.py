#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Fills the verbs into drayctl's man page by asking the program for its help, so that page and program can't disagree.

    make-man-page.py DRAYCTL TEMPLATE VERSION OUTPUT
"""
import os
import re
import subprocess
import sys


def ask(drayctl, *arguments):
    # Standard output and error of a build that is sanitized, or whose locale is unknown, must not differ from any other's.
    environment = {'LC_ALL': 'C.UTF-8', 'HOME': os.environ.get('HOME', '/'), 'ASAN_OPTIONS': 'detect_leaks=0'}
    return subprocess.run([drayctl, *arguments], capture_output=True, text=True, check=True, env=environment).stdout


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


def main(drayctl, template, version, output):
    verbs = [line for verb, summary in list_verbs(drayctl) for line in describe(drayctl, verb, summary)]
    if not verbs:
        sys.exit('make-man-page: drayctl help names no verb')
    with open(template, encoding='utf-8') as page:
        text = page.read()
    with open(output, 'w', encoding='utf-8') as page:
        page.write(text.replace('@VERSION@', version).replace('@VERBS@', '\n'.join(verbs)))


if __name__ == '__main__':
    main(*sys.argv[1:])
