#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Programs that are not ours talk to a hub: curl, python3-websockets, a TLS client, listeners to events, and some who mean no good.

    test-foreign.py DRAY-HUB
"""
import hashlib
import http.client
import json
import os
import pathlib
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import time

HUB = sys.argv[1]
cases = []


def case(name, holds, detail=''):
    cases.append(name)
    print(f"{'ok' if holds else 'not ok'} {len(cases)} {name}")
    if not holds:
        print('# ' + str(detail).replace('\n', '\n# '))


def skip(name, why):
    cases.append(name)
    print(f'ok {len(cases)} {name} # SKIP {why}')


def run(*command, **keywords):
    return subprocess.run(command, capture_output=True, text=True, timeout=60, **keywords)


class Hub:
    """A hub that serves a data folder, at a port of its own choice."""

    def __init__(self, data, config, environment=None):
        self.process = subprocess.Popen([HUB, '--data', data, '--listen', '127.0.0.1:0', '--config', str(config)], stdout=subprocess.PIPE, text=True, env=environment)
        self.port = int(self.process.stdout.readline().split()[-1])
        self.token = None

    def ask(self, method, path, body=None, **headers):
        connection = http.client.HTTPConnection('127.0.0.1', self.port, timeout=30)
        if self.token:
            headers['Authorization'] = 'Bearer ' + self.token
        connection.request(method, path, body, {name.replace('_', '-'): value for name, value in headers.items()})
        answer = connection.getresponse()
        content = answer.read()
        connection.close()
        return answer, content

    def log_in(self):
        self.token = json.loads(self.ask('POST', '/v1/session', '{"name":"ada","password":"a good password"}')[1])['access']

    def add_party(self, i):
        body = json.dumps({'table': 'party', 'id': f'01939000-0000-7000-8000-00000000{i:04x}', 'values': {'name': f'Mill {i}', 'kind': 'customer'}})
        return json.loads(self.ask('POST', '/v1/operations/record.create', body, Idempotency_Key=f'k{i}')[1])

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(30)


class Listener:
    """Reads server-sent events."""

    def __init__(self, hub, **headers):
        self.connection = http.client.HTTPConnection('127.0.0.1', hub.port, timeout=30)
        self.connection.request('GET', '/v1/events', headers={'Accept': 'text/event-stream', 'Authorization': 'Bearer ' + hub.token,
                                                              **{name.replace('_', '-'): value for name, value in headers.items()}})
        self.answer = self.connection.getresponse()
        self.answer.readline(), self.answer.readline()

    def next(self):
        event = {}
        while True:
            line = self.answer.readline().decode().rstrip('\n')
            if not line and 'data' in event:
                return int(event['id']), json.loads(event['data'])
            name, colon, value = line.partition(': ')
            if colon and name:
                event[name] = value


def try_events(hub):
    listener = Listener(hub)
    seqs = [hub.add_party(i)['seq'] for i in range(3)]
    heard = [listener.next() for _ in seqs]
    case('a listener hears what is accepted, in order', [seq for seq, _ in heard] == seqs and heard[0][1]['op'] == 'record.create@1', heard)
    listener.connection.close()
    hub.add_party(3)
    again = Listener(hub, Last_Event_ID=str(seqs[0]))
    heard = [again.next()[0] for _ in range(3)]
    case('with Last-Event-ID nothing is missed', heard == [seqs[1], seqs[2], seqs[2] + 1], heard)
    again.connection.close()
    case('events without Accept are refused', hub.ask('GET', '/v1/events')[0].status == 406)
    case('a Last-Event-ID that is none is refused', hub.ask('GET', '/v1/events', Accept='text/event-stream', Last_Event_ID='x')[0].status == 400)


def try_files(hub, folder):
    content = bytes(range(256)) * 400
    pathlib.Path(folder, 'regions', 'county.region').write_bytes(content)
    pathlib.Path(folder, 'secret').write_text('secret')
    regions = json.loads(hub.ask('GET', '/v1/regions')[1])['regions']
    case('regions are told with size and hash',
         regions == [{'name': 'county.region', 'bytes': len(content), 'sha256': hashlib.sha256(content).hexdigest()}], regions)
    whole = hub.ask('GET', '/v1/regions/county.region')
    case('a region comes whole', whole[0].status == 200 and whole[1] == content)
    first = hub.ask('GET', '/v1/regions/county.region', Range='bytes=0-9999')
    rest = hub.ask('GET', '/v1/regions/county.region', Range='bytes=10000-')
    case('or in parts', (first[0].status, rest[0].status) == (206, 206) and first[1] + rest[1] == content
         and rest[0].headers['Content-Range'] == f'bytes 10000-{len(content) - 1}/{len(content)}', rest[0].headers)
    bad = [hub.ask('GET', '/v1/regions/county.region', Range=text)[0].status for text in (f'bytes={len(content)}-', 'bytes=9-3', 'bytes=-', 'bytes=a-b', 'x')]
    case('a range that is none is refused', bad == [416] * 5, bad)
    out = [hub.ask('GET', path)[0].status for path in ('/v1/regions/..%2fsecret', '/v1/regions/%2e%2e/secret', '/v1/regions/.region', '/v1/regions/secret')]
    case('nothing else of the disk is told', all(status in (400, 404) for status in out), out)

    photo = b'a photo of a signature'
    name = hashlib.sha256(photo).hexdigest()
    put = [hub.ask('PUT', '/v1/files/' + name, photo)[0].status for _ in range(2)]
    case('an attachment is kept under its hash, once', put == [200, 200] and hub.ask('GET', '/v1/files/' + name)[1] == photo, put)
    bad = [hub.ask('PUT', '/v1/files/' + '0' * 64, photo)[0].status, hub.ask('PUT', '/v1/files/x', photo)[0].status, hub.ask('GET', '/v1/files/' + '0' * 64)[0].status]
    case('another hash, none, and one that nobody put are refused', bad == [422, 404, 404], bad)


def try_curl(hub):
    if not shutil.which('curl'):
        skip('curl reads and writes', 'there is no curl')
        return
    made = run('curl', '-sS', '--max-time', '30', '-H', 'Authorization: Bearer ' + hub.token, f'http://127.0.0.1:{hub.port}/v1/tables/party?limit=2')
    written = run('curl', '-sS', '--max-time', '30', '-H', 'Authorization: Bearer ' + hub.token, '-H', 'Idempotency-Key: curl', '--json',
                  '{"table":"party","id":"01939000-0000-7000-8000-0000000000aa","values":{"name":"Curl","kind":"customer"}}',
                  f'http://127.0.0.1:{hub.port}/v1/operations/record.create')
    case('curl reads and writes', len(json.loads(made.stdout)['rows']) == 2 and json.loads(written.stdout)['verdict'] == 'accepted', made.stderr + written.stderr)


def try_websockets(hub):
    name = 'python3-websockets speaks the line of sync'
    try:
        from websockets.sync.client import connect
    except ImportError:
        skip(name, 'python3-websockets with its synchronous client is not installed')
        return
    with connect(f'ws://127.0.0.1:{hub.port}/v1/sync', subprotocols=['dray.sync.v1'], additional_headers={'Authorization': 'Bearer ' + hub.token}) as line:
        line.send(json.dumps({'type': 'HELLO', 'version': 1, 'client': '01939000-0000-7000-8000-0000000000cc', 'epoch': 0, 'cursor': 0, 'mid': 0, 'at': 0}))
        answer = json.loads(line.recv(timeout=30))
    case(name, answer['type'] in ('WELCOME', 'ERR'), answer)


def try_no_good(hub):
    """The settings give a connection two seconds and a hundred handshakes."""
    idle = [socket.create_connection(('127.0.0.1', hub.port)) for _ in range(30)]
    slow = socket.create_connection(('127.0.0.1', hub.port))
    slow.sendall(b'GET /health HTTP/1.1\r\nHost: h\r\n')
    case('half-open connections keep nobody out', hub.ask('GET', '/health')[0].status == 200)
    began = time.monotonic()
    for one in idle:
        one.settimeout(30)
        try:
            one.recv(1)
        except ConnectionError:
            pass
    case('and are closed for their silence', time.monotonic() - began < 30)
    slow.settimeout(30)
    try:
        ended = slow.recv(100) == b'' or True
    except (ConnectionError, socket.timeout) as fault:
        ended = isinstance(fault, ConnectionError)
    case('so is a request that never ends', ended)
    many = [socket.create_connection(('127.0.0.1', hub.port)) for _ in range(90)]
    for one in many:
        one.close()
    time_out = time.monotonic() + 30
    status = None
    while status != 200 and time.monotonic() < time_out:
        try:
            status = hub.ask('GET', '/health')[0].status
        except (ConnectionError, http.client.HTTPException):
            time.sleep(0.05)
    case('a crowd that left leaves the door open', status == 200)
    raw = [b'\x16\x03\x01\x02\x00\x01\x00', b'GET\r\n\r\n', b'GET / HTTP/9.9\r\n\r\n', b'\0' * 4096, b'POST /v1/session HTTP/1.1\r\nContent-Length: -5\r\n\r\n']
    for content in raw:
        with socket.create_connection(('127.0.0.1', hub.port)) as one:
            one.sendall(content)
    for _ in range(150):
        hub.ask('GET', '/health')
        time.sleep(0.02)
    case('who asks and leaves takes no place for ever', hub.ask('GET', '/health')[0].status == 200)
    case('what is no HTTP breaks nothing', hub.ask('GET', '/health')[0].status == 200)


def try_tls(folder, data):
    if not shutil.which('openssl'):
        skip('over TLS', 'there is no openssl to make a certificate')
        return
    key, certificate, config = folder + '/key.pem', folder + '/certificate.pem', pathlib.Path(folder, 'tls.conf')
    run('openssl', 'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', key, '-out', certificate,
        '-days', '2', '-subj', '/CN=hub.test', '-addext', 'subjectAltName=DNS:hub.test', check=True)
    config.write_text(f'[server]\ncertificate={certificate}\nprivate-key={key}\n')
    # In a build with sanitizers: the tracer that looks for leaks itself dies on the threads' storage of the TLS library.
    hub = Hub(data, config, dict(os.environ, ASAN_OPTIONS=os.environ.get('ASAN_OPTIONS', '') + ':detect_leaks=0'))
    context = ssl.create_default_context(cafile=certificate)
    with socket.create_connection(('127.0.0.1', hub.port)) as plain:
        with context.wrap_socket(plain, server_hostname='hub.test') as secure:
            secure.sendall(b'GET /health HTTP/1.1\r\nHost: hub.test\r\nConnection: close\r\n\r\n')
            answer = secure.recv(4096)
            case('over TLS the hub answers', answer.startswith(b'HTTP/1.1 200'), answer)
    try:
        with socket.create_connection(('127.0.0.1', hub.port)) as plain, ssl.create_default_context().wrap_socket(plain, server_hostname='hub.test'):
            trusted = True
    except ssl.SSLError:
        trusted = False
    case('and a certificate that nobody knows is not trusted', not trusted)
    with socket.create_connection(('127.0.0.1', hub.port)) as plain:
        plain.sendall(b'GET /health HTTP/1.1\r\nHost: h\r\n\r\n')
        plain.settimeout(30)
        try:
            answer = plain.recv(100)
        except ConnectionError:
            answer = b''
    case('and speaks nothing else there', not answer.startswith(b'HTTP'), answer)
    case('a hub with TLS ends when it is told to', hub.stop() == 0)


def main():
    with tempfile.TemporaryDirectory() as folder:
        data = folder + '/data'
        pathlib.Path(folder, 'regions').mkdir()
        config = pathlib.Path(folder, 'hub.conf')
        config.write_text(f'[server]\nregions={folder}/regions\n[limits]\nrequest-seconds=2\nhandshakes=100\n')
        run(HUB, 'init', '--data', data, '--tenant', 'north', '--administrator', 'ada', input='a good password\n', check=True)
        hub = Hub(data, config)
        hub.log_in()
        try_events(hub)
        try_files(hub, folder)
        try_curl(hub)
        try_websockets(hub)
        try_no_good(hub)
        listener = Listener(hub)
        case('the hub drains with a listener on the line', hub.stop() == 0)
        listener.connection.close()
        try_tls(folder, data)
    print(f'1..{len(cases)}')


main()
