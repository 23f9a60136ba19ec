#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The ledger of a real hub: operations by REST, SIGTERM, an export that holds, and a log that somebody edits behind the hub's back.

    test-ledger.py DRAY-HUB DRAYCTL
"""
import json
import pathlib
import signal
import sqlite3
import subprocess
import sys
import tempfile
import urllib.request

HUB, DRAYCTL = sys.argv[1], sys.argv[2]
cases = []


def case(name, holds, detail=''):
    cases.append(name)
    print(f"{'ok' if holds else 'not ok'} {len(cases)} {name}")
    if not holds:
        print('# ' + detail.replace('\n', '\n# '))


def run(*command, **keywords):
    return subprocess.run(command, capture_output=True, text=True, timeout=60, **keywords)


class Hub:
    """A hub that serves a data folder, at a port of its own choice."""

    def __init__(self, data):
        self.process = subprocess.Popen([HUB, '--data', data, '--listen', '127.0.0.1:0'], stdout=subprocess.PIPE, text=True)
        self.url = 'http://127.0.0.1:' + self.process.stdout.readline().split()[-1]

    def ask(self, method, path, body=None, token=None, key=None):
        request = urllib.request.Request(self.url + path, method=method, data=json.dumps(body).encode() if body is not None else None)
        if token:
            request.add_header('Authorization', 'Bearer ' + token)
        if key:
            request.add_header('Idempotency-Key', key)
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.load(answer)

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(30)


def main():
    with tempfile.TemporaryDirectory() as folder:
        data, export = folder + '/data', folder + '/ledger.jsonl'
        run(HUB, 'init', '--data', data, '--tenant', 'north', '--administrator', 'ada', input='a good password\n', check=True)
        hub = Hub(data)
        token = hub.ask('POST', '/v1/session', {'name': 'ada', 'password': 'a good password'})['access']
        for i in range(30):
            hub.ask('POST', '/v1/operations/record.create', {'table': 'party', 'id': f'01939000-0000-7000-8000-0000000000{i:02x}',
                    'values': {'name': f'Mill {i}', 'kind': 'customer'}}, token, f'k{i}')
        case('the hub drains on SIGTERM', hub.stop() == 0)

        def verify():
            made = run(HUB, 'ledger', '--data', data, '--tenant', 'north')
            pathlib.Path(export).write_text(made.stdout)
            return made, run(DRAYCTL, 'ledger', 'verify', export, '--json')

        made, verified = verify()
        report = json.loads(verified.stdout or '{}')
        case('every accepted operation is chained and the export holds', verified.returncode == 0 and report.get('entries') == 30, made.stderr + verified.stderr)
        text = pathlib.Path(export).read_text()
        case('a hub that ended has signed its last entry', '"head":30' in text)
        key = json.loads(text.splitlines()[0])['key']
        case('it holds by the key that was written down before', run(DRAYCTL, 'ledger', 'verify', export, '--key', key).returncode == 0)
        case('it fails by another key', run(DRAYCTL, 'ledger', 'verify', export, '--key', '00' * 32).returncode != 0)

        tenant = next(pathlib.Path(data, 'tenants').glob('*.dray'))
        database = sqlite3.connect(tenant)
        database.execute("UPDATE log SET arguments = replace(arguments, 'Mill 11', 'Mill 99') WHERE seq = 12")
        database.commit()
        database.close()
        verified = verify()[1]
        case('an entry that was edited in the file is named', verified.returncode != 0 and 'entry 12 ' in verified.stderr, verified.stderr)
    print(f'1..{len(cases)}')


main()
