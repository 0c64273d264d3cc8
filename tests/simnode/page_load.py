"""Many clients of the page's door. As a program, `page_load.py PORT` is a crowd until its standard input ends: 64 that
ask, 200 that never end their request, and some that leave at once."""

import collections
import contextlib
import http.client
import os
import sys
import threading

from page_door import HERE, Door

AT_ONCE = 64
SOURCES = [f"127.0.0.{number}" for number in range(2, 6)]  # sixteen clients each
PATHS = ["/", "/api/v1/status", "/metrics", "/readyz"]


class Load:
    """Threads of clients, until stop()."""

    def __init__(self, door):
        self.door = door
        self.ended = threading.Event()
        self.dripping = threading.Semaphore(0)  # released when all clients of a drip() are there
        self.threads = []
        self.failures = []

    def run(self, work, *arguments):
        def guarded():
            try:
                work(*arguments)
            except Exception as failure:  # it is the test that must see it
                self.failures.append(failure)
        self.threads.append(threading.Thread(target=guarded))
        self.threads[-1].start()

    def stop(self):
        self.ended.set()
        for thread in self.threads:
            thread.join()
        assert not self.failures, self.failures[:3]

    def ask(self, source, path, count, answers):
        """`count` requests that are answered, one connection each."""
        done = collections.Counter()
        while done.total() < count and not self.ended.is_set():
            with contextlib.suppress(ConnectionError, http.client.HTTPException):
                done[self.door.get(path, source)[0]] += 1
        answers.append(done)

    def drip(self, source, count):
        """Clients that send a byte now and then, and come again when they are thrown out."""
        clients = [self.door.connect(source) for _ in range(count)]
        self.dripping.release()
        while not self.ended.is_set():
            while len(clients) < count:
                clients.append(self.door.connect(source))
            for client in list(clients):
                try:
                    client.sendall(b"G")
                except OSError:
                    client.close()
                    clients.remove(client)
            self.ended.wait(0.2)
        for client in clients:
            client.close()

    def drop(self, count):
        for number in range(count):
            with self.door.connect(f"127.0.1.{1 + number % 200}") as client, contextlib.suppress(OSError):
                client.sendall(f"GET / HTTP/1.1\r\nHost: {HERE}\r\n\r\n".encode()[:number % 60])


def crowd(port):
    os.nice(10)  # in earnest they are other machines
    load, counts = Load(Door.at(port)), []
    for number in range(AT_ONCE):
        load.run(load.ask, SOURCES[number % 4], PATHS[number // 4 % 4], sys.maxsize, counts)
    for number in range(10):
        load.run(load.drip, f"127.0.2.{1 + number}", 20)
    load.run(load.drop, 1000)
    print("ready", flush=True)
    sys.stdin.read()
    load.stop()
    print(sum(counts, collections.Counter()).total(), flush=True)


if __name__ == "__main__":
    crowd(int(sys.argv[1]))
