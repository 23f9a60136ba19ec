#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""test-kill.py DRAY_HUB SYNC_PEER N_KILLS [SEED]

A hub and three consoles, each a process of its own, all editing. One of the four is killed (SIGKILL), N_KILLS times, and started again. Then the
edits end, and it demands: everybody becomes quiet, all hold the same records, and every record that a console had committed, before
whichever kill, is there, on the hub too.
"""
import glob
import os
import queue
import random
import socket
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
import uuid

HUB, PEER = sys.argv[1], sys.argv[2]
N_KILLS = int(sys.argv[3])
SEED = int(sys.argv[4]) if len(sys.argv) > 4 else 1
PASSWORD = 'a good long password'
PATIENCE_S = 120
N_PEERS = 3


def free_port():
    with socket.socket() as s:
        s.bind(('127.0.0.1', 0))
        return s.getsockname()[1]


class Hub:
    def __init__(self, folder):
        self.data = os.path.join(folder, 'hub')
        self.port = free_port()
        self.url = f'http://127.0.0.1:{self.port}'
        subprocess.run([HUB, 'init', '--data', self.data, '--tenant', 'north', '--administrator', 'ada'], input=PASSWORD + '\n', text=True, check=True,
                       stdout=subprocess.DEVNULL)
        self.start()

    def start(self):
        self.process = subprocess.Popen([HUB, '--data', self.data, '--listen', f'127.0.0.1:{self.port}'], stdout=subprocess.DEVNULL,
                                        stderr=subprocess.DEVNULL)
        end = time.monotonic() + PATIENCE_S
        while time.monotonic() < end:
            if self.process.poll() is not None:
                raise SystemExit(f'the hub ended by itself: {self.process.returncode}')
            try:
                socket.create_connection(('127.0.0.1', self.port), 1).close()
                return
            except OSError:
                time.sleep(0.02)
        raise SystemExit('the hub does not listen')

    def kill(self):
        self.process.kill()
        self.process.wait()

    def end(self):
        self.process.terminate()
        self.process.wait(PATIENCE_S)

    def parties(self):
        found = set()
        for path in glob.glob(os.path.join(self.data, '**', '*.dray'), recursive=True):
            with sqlite3.connect(path) as database:
                found |= {row[0] for row in database.execute('SELECT id FROM party WHERE deleted = 0')}
        return found


class Peer:
    def __init__(self, folder, hub, number):
        self.path = os.path.join(folder, f'peer-{number}.dray')
        self.hub, self.number, self.lives, self.made, self.states = hub, number, 0, set(), queue.Queue()
        self.start()

    def start(self):
        self.lives += 1
        self.process = subprocess.Popen([PEER, self.path, self.hub.url, 'ada', str(SEED * 1000003 + self.number * 1009 + self.lives)], stdin=subprocess.PIPE,
                                        stdout=subprocess.PIPE, text=True)
        self.say(PASSWORD)
        self.reader = threading.Thread(target=self.read, args=(self.process.stdout,), daemon=True)
        self.reader.start()

    def read(self, pipe):
        for line in pipe:
            words = line.split()
            if line.endswith('\n') and len(words) == 2 and words[0] == 'made':
                self.made.add(uuid.UUID(words[1]).bytes)
            elif line.endswith('\n') and len(words) == 3 and words[0] == 'state':
                self.states.put((words[1] == '1', words[2]))

    def say(self, line):
        self.process.stdin.write(line + '\n')
        self.process.stdin.flush()

    def kill(self):
        self.process.kill()
        self.process.wait()
        self.reader.join()

    def state(self):
        self.say('hash')
        return self.states.get(timeout=PATIENCE_S)

    def end(self):
        self.process.stdin.close()
        if self.process.wait(PATIENCE_S) != 0:
            raise SystemExit(f'console {self.number} ended with {self.process.returncode}')
        self.reader.join()


def wait_for_quiet(peers):
    end = time.monotonic() + PATIENCE_S
    while time.monotonic() < end:
        states = [peer.state() for peer in peers]
        if all(quiet for quiet, _ in states) and len({hash for _, hash in states}) == 1:
            return states[0][1]
        time.sleep(0.2)
    raise SystemExit(f'no quiet: {states}')


def main():
    print('1..1', flush=True)
    chance = random.Random(SEED)
    with tempfile.TemporaryDirectory() as folder:
        hub = Hub(folder)
        peers = [Peer(folder, hub, number) for number in range(N_PEERS)]
        for _ in range(N_KILLS):
            time.sleep(chance.uniform(0.05, 0.5))
            victim = chance.choice([hub] + peers)
            victim.kill()
            victim.start()
        for peer in peers:
            peer.say('stop')
        state = wait_for_quiet(peers)
        for peer in peers:
            peer.end()
        hub.end()
        made, there = set().union(*(peer.made for peer in peers)), hub.parties()
        lost = made - there
        print(f'# {N_KILLS} kills, {len(made)} committed records of their own, {len(there)} records, state {state[:16]}')
        print(f'{"not ok" if lost or not made else "ok"} 1 - nothing that was committed is lost, and all hold the same'
              + (f': {len(lost)} are lost' if lost else ''), flush=True)
        return 1 if lost or not made else 0


sys.exit(main())
