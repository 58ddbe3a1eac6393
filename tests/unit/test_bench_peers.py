"""The bare peers of the bench do what their rows say: what is counted as delivered is on the server's disk."""

import json
from contextlib import closing
from pathlib import Path

import pytest

from tests.bench.peers import plain
from tests.bench.peers.plain import GaveUp, PlainClient
from tests.lines.cutting_proxy import CuttingProxy

CASES = [json.dumps({"case_id": f"case-{at}", "text": "字" * 300}).encode() for at in range(12)]
ATTACHMENTS = [bytes([at]) * 40_000 for at in range(3)]


def test_each_way_delivers_everything_over_a_line_that_holds(tmp_path: Path) -> None:
    for at, way in enumerate((PlainClient.post_each, PlainClient.upload_all)):
        database = tmp_path / f"{at}.db"
        with (
            plain.server(database) as server,
            closing(PlainClient(f"http://127.0.0.1:{server.told['port']}")) as client,
        ):
            assert way(client, CASES, ATTACHMENTS) == (12, 3)
            assert plain.held(database) == {"case": 12, "attachment": 3}


def test_the_limit_is_one_request(tmp_path: Path) -> None:
    with plain.server(tmp_path / "db") as server, CuttingProxy(server.told["port"]) as line:
        with closing(PlainClient(line.url)) as client:
            client.post_all(CASES)
        assert (line.requests, line.connections) == (1, 1)
        assert plain.held(tmp_path / "db") == {"case": 12}


def test_over_a_line_that_is_cut_only_an_upload_by_offset_delivers_what_is_larger(tmp_path: Path) -> None:
    with plain.server(tmp_path / "db") as server, CuttingProxy(server.told["port"], 15_000) as line:
        with closing(PlainClient(line.url, most_tries=20)) as client:
            assert client.post_each(CASES, ATTACHMENTS) == (9, 0)
            assert plain.held(tmp_path / "db") == {"case": 9}
            assert client.upload_all(CASES, ATTACHMENTS) == (12, 3)
        assert plain.held(tmp_path / "db") == {"case": 12, "attachment": 3}
        line.cut_every(100)
        with closing(PlainClient(line.url)) as client, pytest.raises(GaveUp):
            client.post_all(CASES)
