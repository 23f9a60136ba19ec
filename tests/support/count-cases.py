#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Counts the test cases of a meson run.

    count-cases.py LABEL TESTLOG.json

Prints a line "PASSED FAILED SKIPPED", then a line "failed …" or "skipped …" for each such case. A test that crashed, ran out of time
or announced more cases than it ran is a failed case even if every case that it did report went well.
"""
import json
import re
import sys

CASE = re.compile(r'(not )?ok\b\s*\d*\s*-?\s*([^#]*?)\s*(?:#\s*(SKIP)\b\s*(.*))?$', re.IGNORECASE)
GOOD = ('OK', 'SKIP', 'EXPECTEDFAIL')


def cases(test):
    """Yields (name, 'passed' | 'failed' | 'skipped', remark) for each case of one test of meson's."""
    name = test['name'].rsplit(' / ', 1)[-1]
    n_failed = n_seen = 0
    for line in test.get('stdout', '').splitlines():
        found = CASE.match(line)
        if not found:
            continue
        bad, case, skipped, remark = found.groups()
        n_seen += 1
        if skipped:
            yield case or name, 'skipped', remark
        elif bad:
            n_failed += 1
            yield case or name, 'failed', ''
        else:
            yield case or name, 'passed', ''
    if test['result'] not in GOOD and n_failed == 0:
        yield name, 'failed', test['result'].lower()
    elif n_seen == 0:
        yield name, 'skipped' if test['result'] == 'SKIP' else 'passed', ''


def main(label, path):
    count = {'passed': 0, 'failed': 0, 'skipped': 0}
    remarks = []
    with open(path, encoding='utf-8') as lines:
        for line in lines:
            for name, outcome, remark in cases(json.loads(line)):
                count[outcome] += 1
                if outcome != 'passed':
                    remarks.append(f'{outcome} {label}: {name}' + (f': {remark}' if remark else ''))
    print(count['passed'], count['failed'], count['skipped'])
    print('\n'.join(remarks))


if __name__ == '__main__':
    main(*sys.argv[1:])
