#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The drill: a hub that ships its log is killed in the middle of its work and restored elsewhere, to its end and to a moment before it.
Rows and log of what was restored are held against the original's by their hashes; RPO and RTO are printed.

    test-restore.py DRAY-HUB
"""
import datetime
import hashlib
import json
import pathlib
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.request

HUB = sys.argv[1]
cases = []


def case(name, holds, detail=''):
    cases.append(name)
    print(f"{'ok' if holds else 'not ok'} {len(cases)} {name}")
    if not holds:
        print('# ' + str(detail).replace('\n', '\n# '))


def run(*command, **keywords):
    return subprocess.run(command, capture_output=True, text=True, timeout=60, **keywords)


class Hub:
    """A hub that serves a data folder, at a port of its own choice."""

    def __init__(self, data, *arguments):
        self.process = subprocess.Popen([HUB, '--data', data, '--listen', '127.0.0.1:0', *arguments], stdout=subprocess.PIPE, text=True)
        self.url = 'http://127.0.0.1:' + self.process.stdout.readline().split()[-1]
        self.token = self.ask('POST', '/v1/session', {'name': 'ada', 'password': 'a good password'})['access']

    def ask(self, method, path, body=None, key=None):
        request = urllib.request.Request(self.url + path, method=method, data=json.dumps(body).encode() if body is not None else None)
        if hasattr(self, 'token'):
            request.add_header('Authorization', 'Bearer ' + self.token)
        if key:
            request.add_header('Idempotency-Key', key)
        with urllib.request.urlopen(request, timeout=30) as answer:
            return json.load(answer)

    def add_party(self, i):
        return self.ask('POST', '/v1/operations/record.create', {'table': 'party', 'id': f'01939000-0000-7000-8000-00000000{i:04x}',
                        'values': {'name': f'Mill {i}', 'kind': 'customer'}}, f'k{i}')


def find_tenant(data):
    return next(pathlib.Path(data, 'tenants').glob('*.dray'))


def read(data, sql):
    database = sqlite3.connect(find_tenant(data))
    rows = database.execute(sql).fetchall()
    database.close()
    return rows


def hash_of(data, n):
    """Of the first n entries of the log and of the rows that they made."""
    rows = [read(data, f'SELECT * FROM log WHERE number <= {n} ORDER BY number'), read(data, f'SELECT * FROM party WHERE stamp <= {n} ORDER BY id')]
    return hashlib.sha256(repr(rows).encode()).hexdigest()


def restore(shipped, to, *arguments):
    return run(HUB, 'restore', '--from', shipped, '--data', to, *arguments)


def wait_for(folder, shipped, n):
    """Restores until the shipped log has n entries. Returns the folder."""
    for i in range(300):
        to = f'{folder}/try-{n}-{i}'
        if restore(shipped, to).returncode == 0 and read(to, 'SELECT count(*) FROM log')[0][0] >= n:
            return to
        time.sleep(0.05)
    return None


def main():
    with tempfile.TemporaryDirectory() as folder:
        data, shipped = folder + '/data', folder + '/shipped'
        settings = pathlib.Path(folder, 'hub.conf')
        settings.write_text(f'[server]\nship={shipped}\n')
        run(HUB, 'init', '--data', data, '--tenant', 'north', '--administrator', 'ada', input='a good password\n', check=True)
        hub = Hub(data, '--config', str(settings))
        for i in range(20):
            hub.add_party(i)
        case('what was committed is shipped while the hub runs', wait_for(folder, shipped, 20) is not None)
        moment = datetime.datetime.now(datetime.timezone.utc).strftime('%Y-%m-%dT%H:%M:%S.%fZ')
        for i in range(20, 60):
            hub.add_party(i)
        hub.process.send_signal(signal.SIGKILL)
        hub.process.wait()

        last = folder + '/last'
        began = time.monotonic()
        made = restore(shipped, last)
        rto_s = time.monotonic() - began
        case('a killed hub is restored elsewhere', made.returncode == 0, made.stderr)
        n = read(last, 'SELECT count(*) FROM log')[0][0]
        committed_us = read(data, 'SELECT max(received_us) FROM log')[0][0]
        restored_us = read(last, 'SELECT max(received_us) FROM log')[0][0]
        print(f'# RPO {(committed_us - restored_us) / 1e6:.3f} s, {60 - n} of 60 operations; RTO {rto_s:.3f} s')
        case('what was restored is the original, row for row', 20 <= n <= 60 and hash_of(last, n) == hash_of(data, n), n)
        case('it lives in a new epoch that forks at its end',
             read(last, 'SELECT max(epoch) > 0, max(fork_seq) FROM epoch')[0] == (1, n), read(last, 'SELECT * FROM epoch'))

        then = folder + '/then'
        made = restore(shipped, then, '--at', moment)
        case('a moment before it is restored too', made.returncode == 0, made.stderr)
        case('with what had been shipped by then and nothing else',
             read(then, 'SELECT count(*) FROM log')[0][0] == 20 and hash_of(then, 20) == hash_of(data, 20), read(then, 'SELECT count(*) FROM log'))
        case('a folder that is there already is left alone', restore(shipped, then).returncode != 0)
        case('a time before the first copy is refused', restore(shipped, folder + '/never', '--at', '2001-01-01T00:00:00Z').returncode != 0)

        hub = Hub(last)
        rows = hub.ask('GET', '/v1/tables/party?limit=100')['rows']
        again = hub.add_party(0)
        fresh = hub.add_party(100)
        case('it serves the accounts and rows of before, knows what was said and takes what is new',
             len(rows) == n and again['repeat'] and fresh['seq'] == n + 1, (len(rows), again, fresh))
        hub.process.send_signal(signal.SIGTERM)
        case('and ends when it is told to', hub.process.wait(30) == 0)

        files = sorted(pathlib.Path(shipped, find_tenant(data).stem).glob('*/000000.wal'))
        content = bytearray(files[-1].read_bytes())
        content[len(content) // 2] ^= 1
        files[-1].write_bytes(content)
        made = restore(shipped, folder + '/broken')
        short = made.returncode != 0 or read(folder + '/broken', 'SELECT count(*) FROM log')[0][0] < n
        case('a flipped byte of the shipped log is never taken for good', short, made.stdout + made.stderr)
    print(f'1..{len(cases)}')


main()
