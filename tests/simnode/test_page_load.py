"""What many clients cost: no vote, and little memory."""

import collections

import pytest

from harness.process import memory
from page_door import Door, status_of
from page_load import AT_ONCE, PATHS, SOURCES, Load
from test_page_door import get_line, start, votes_on

REQUESTS = 10_000
MOST_MEMORY = 20_000_000


@pytest.mark.not_sanitized
def test_votes_under_load(stage):
    """10,000 requests of 64 clients, 200 that never end their request, 1,000 that leave at once: no vote is missed."""
    door = Door(stage)
    node = start(stage, door, tickets=400)
    load, counts = Load(door), []
    for number in range(AT_ONCE):
        load.run(load.ask, SOURCES[number % 4], PATHS[number // 4 % 4], REQUESTS // AT_ONCE + 1, counts)
    for number in range(10):
        load.run(load.drip, f"127.0.2.{1 + number}", 20)
    load.run(load.drop, 1000)
    blocks = 0
    asking = load.threads[:AT_ONCE]
    while blocks < 10 or (blocks < 60 and any(thread.is_alive() for thread in asking)):
        votes_on(node)
        blocks += 1
    for thread in asking:
        thread.join()
    load.stop()
    answers = sum(counts, collections.Counter())
    assert answers.total() >= REQUESTS and set(answers) <= {200, 503} and answers[200] >= 100, answers
    assert door.get("/readyz", "127.0.0.9")[0] == 200
    node.mine()
    stage.voter.stop()
    code, text = stage.voter.command("votes", "--export")
    assert code == 0 and text.count('"outcome":"mined"') >= 5 * blocks - 5 and '"outcome":"missed"' not in text


@pytest.mark.not_sanitized
@pytest.mark.parametrize("addresses", [10, 50])
def test_slow_clients_keep_nobody_out(stage, addresses):
    """200 that never end their request, of few addresses or of many, and one that asks as a browser does."""
    door = Door(stage)
    start(stage, door)
    load = Load(door)
    for number in range(addresses):
        load.run(load.drip, f"127.0.2.{1 + number}", 200 // addresses)
    for _ in range(addresses):
        assert load.dripping.acquire(timeout=20)
    answers = collections.Counter(door.get("/", "127.0.0.9")[0] for _ in range(100))
    load.stop()
    assert answers == {200: 100}


@pytest.mark.not_sanitized
def test_memory_of_listeners(stage):
    door = Door(stage)
    node = start(stage, door)
    listeners = []
    for number in range(16):
        client = door.connect(SOURCES[number % 3])
        client.sendall(get_line("/api/v1/events"))
        assert status_of(client.recv(4096)) == 200
        listeners.append(client)
    for _ in range(5):
        votes_on(node)
        assert door.get("/", "127.0.0.9")[0] == 200
    for client in listeners:  # each hears of it
        assert b"event: status" in client.recv(65536)
    assert memory(stage.voter.process.pid)[0] <= MOST_MEMORY
    for client in listeners:
        client.close()
