"""Posters for every hamlet are made in a process of their own, watched on a page, and fetched as one file."""

import io
import re
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from tests.running import Running, make


@pytest.fixture
def program(tmp_path: Path) -> Iterator[Running]:
    program = make(tmp_path)
    config = program.folder / "config.yaml"
    port = f"port: {program.port}"
    text = config.read_text(encoding="utf-8")
    assert port in text
    config.write_text(text.replace(port, f"{port}, public_url: '{program.url}'"), encoding="utf-8")
    yield program
    program.stop()


@contextmanager
def _entered(program: Running) -> Iterator[httpx.Client]:
    link = re.search(r"/moi/\S+", program.said[1])
    assert link is not None
    with httpx.Client(base_url=program.url, follow_redirects=True, timeout=30) as client:
        assert client.post(link.group()).status_code == 200
        yield client


def _press(client: httpx.Client, button: str) -> str:
    token = re.search(r'name="token" value="([0-9a-f]+)"', client.get("/van-phong/ap-phich").text)
    assert token is not None
    answer = client.post("/van-phong/ap-phich", data={"token": token[1], "form": "lam-ap-phich", "do": button})
    assert answer.status_code == 200
    return answer.url.path


def _wait_for(client: httpx.Client, path: str) -> str:
    give_up = time.monotonic() + 60
    while 'http-equiv="refresh"' in (page := client.get(path).text):
        assert time.monotonic() < give_up, page
        time.sleep(0.3)
    return page


def test_posters_are_made_while_the_server_goes_on_and_fetched_as_one_file(program: Running) -> None:
    program.start("2026-11-22T08:00x1")
    with _entered(program) as client:
        path = _press(client, "all")
        assert re.fullmatch(r"/van-phong/viec/[0-9]+", path)
        assert client.get("/hoc").status_code == 200
        assert f'href="{path}/tep"' in _wait_for(client, path)
        answer = client.get(f"{path}/tep")
        assert answer.headers["content-type"] == "application/zip"
        assert answer.headers["content-disposition"] == 'attachment; filename="ap-phich.zip"'
        with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
            assert archive.namelist() == ["ap-phich-X01.pdf", "ap-phich-X02.pdf", "ap-phich-X03.pdf"]
            assert archive.read("ap-phich-X01.pdf").startswith(b"%PDF-")
        one = _press(client, "X02")
        _wait_for(client, one)
        assert client.get(f"{one}/tep").content.startswith(b"%PDF-")
        assert "Áp phích có mã QR" in client.get("/van-phong/viec").text
    assert httpx.get(f"{program.url}{path}/tep").status_code == 401


def test_work_cut_off_by_the_end_of_the_server_is_said_to_be_unfinished(program: Running) -> None:
    program.start("2026-11-22T08:00x1")
    with _entered(program) as client:
        path = _press(client, "all")
        program.stop(is_killed=True)
        program.start("2026-11-22T08:05x1")
        page = _wait_for(client, path)
        assert "tep" in page or "dừng giữa chừng" in page
