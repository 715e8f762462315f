"""The teacher's preview in a real browser: it follows the files, shows remarks in place, and fits a small screen."""

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, expect

from tests.browser.screening import serious, wide
from tests.running import HERE, give_own_content, make

LESSON = "009-cuoc-goi-gia-danh"


@dataclass(frozen=True)
class Preview:
    """The running command: its address, and the lesson's file it follows."""

    url: str
    file: Path

    def save(self, old: str, new: str) -> None:
        text = self.file.read_text(encoding="utf-8")
        assert old in text
        self.file.write_text(text.replace(old, new), encoding="utf-8")


@pytest.fixture
def preview(tmp_path: Path) -> Iterator[Preview]:
    make(tmp_path)
    give_own_content(tmp_path)
    command = [sys.executable, "-m", "bot", "content", "preview", "--port", "0"]
    kept = {name: value for name, value in os.environ.items() if not name.startswith("HOCSO_")}
    environ = {**kept, "HOCSO_CONFIG": str(tmp_path / "config.yaml")}
    with subprocess.Popen(command, cwd=HERE, env=environ, stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout is not None
        url = program.stdout.readline().split()[-1].rstrip("/")
        yield Preview(url, tmp_path / "lessons" / LESSON / "lesson.md")
        program.terminate()


def test_a_saved_file_shows_at_once_with_what_is_wrong_beside_it(preview: Preview, chromium: Browser) -> None:
    page = chromium.new_page(viewport={"width": 1440, "height": 900})
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{preview.url}/bai/{LESSON}")
    second = page.locator("section.step", has=page.get_by_role("heading", name="Trang 2", exact=True))
    expect(second.locator(".remarks")).to_have_count(0)

    preview.save("Thấy một điều: tắt máy.", "Thấy một điều, check rồi tắt máy 🔑.")

    expect(second.locator(".bubble")).to_contain_text("check rồi tắt máy 🔑", timeout=60_000)
    expect(second.locator(".warning").first).to_contain_text("dòng")
    assert "check (xem lại)" in second.inner_text()
    assert second.locator(".chat").first.inner_text().strip().endswith("1. Tiếp")
    assert serious(page) == []
    assert [url for url in asked if not url.startswith(preview.url)] == []
    page.close()


def test_a_file_that_cannot_be_read_is_told_and_comes_back(preview: Preview, chromium: Browser) -> None:
    page = chromium.new_page(viewport={"width": 360, "height": 700})
    page.goto(preview.url)
    expect(page.locator(".error")).to_have_count(0)

    preview.save("strand: an-toan", "strand: vui")
    expect(page.locator(".error").first).to_contain_text("strand", timeout=60_000)
    preview.save("strand: vui", "strand: an-toan")
    expect(page.locator(".error")).to_have_count(0, timeout=60_000)

    page.get_by_role("link", name="Cuộc gọi giả danh").click()
    assert wide(page) <= 360
    page.close()


def test_only_this_machine_is_answered_and_nothing_from_outside_runs(preview: Preview) -> None:
    page = httpx.get(f"{preview.url}/bai/{LESSON}", timeout=30)

    assert page.status_code == 200
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert '<script src="/xem-thu.js" defer></script>' in page.text
    assert httpx.get(preview.url, headers={"Host": "hoc.example.vn"}, timeout=30).status_code == 400
    assert httpx.get(f"{preview.url}/bai/khong-co", timeout=30).status_code == 404
    assert httpx.get(f"{preview.url}/hinh/../../config.yaml", timeout=30).status_code == 404


def test_the_hand_out_opens_from_the_lesson_or_says_why_there_is_none(preview: Preview) -> None:
    address = f"{preview.url}/phat-tay/{LESSON}.pdf"
    assert f'href="/phat-tay/{LESSON}.pdf"' in httpx.get(f"{preview.url}/bai/{LESSON}", timeout=30).text
    assert httpx.get(address, timeout=60).content.startswith(b"%PDF")
    assert httpx.get(f"{preview.url}/phat-tay/khong-co.pdf", timeout=30).status_code == 404

    text = preview.file.read_text(encoding="utf-8")
    task = next(line for line in text.splitlines() if line.startswith("**"))
    preview.save(task, task + " Nhớ tắt máy." * 400)
    refused = httpx.get(address, timeout=60)
    assert refused.status_code == 404
    assert "dài quá một tờ" in refused.text
