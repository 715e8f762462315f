"""`hocso demo` makes an invented commune beside the real one, says what it is, and leaves the real one alone."""

from pathlib import Path

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from bot.demo.cookies import OwnCookies
from bot.settings import load
from storage import marks
from storage.engine import open_engine
from storage.unit import reading
from tests.edge.inprocess import Browser
from tests.running import make


def test_the_invented_commune_lies_beside_the_real_one(tmp_path: Path) -> None:
    program = make(tmp_path)
    done = program.run("demo", "--people", "50", "--fill-only")
    assert done.returncode == 0, done.stderr
    folder = tmp_path / "data" / "xa-thu"
    settings = load({"HOCSO_CONFIG": str(folder / "config.yaml")})
    assert settings.commune.name == "xã Ví Dụ"
    assert settings.web.port == program.port + 1
    engine = open_engine(settings.database.url)
    with reading(engine) as tx:
        assert marks.is_demo(tx)
    engine.dispose()
    assert not (tmp_path / "data" / "hocso.sqlite3").exists()


def test_an_invented_commune_is_made_once(tmp_path: Path) -> None:
    program = make(tmp_path)
    file = tmp_path / "data" / "xa-thu" / "data" / "hocso.sqlite3"
    file.parent.mkdir(parents=True)
    file.write_bytes(b"made before")
    assert program.run("demo", "--people", "50", "--fill-only").returncode == 0
    assert file.read_bytes() == b"made before"
    assert program.run("demo", "--people", "50", "--fill-only", "--again").returncode == 0
    assert file.read_bytes().startswith(b"SQLite format 3")


def test_cookies_of_the_invented_commune_are_not_those_of_the_real_one() -> None:
    app = FastAPI()

    @app.get("/")
    def home(request: Request) -> Response:
        response = PlainTextResponse(",".join(f"{name}={value}" for name, value in request.cookies.items()))
        response.set_cookie("hocso_vp", "moi")
        return response

    inside = FastAPI()
    inside.mount("/", OwnCookies(app))
    with Browser(inside) as browser:
        browser.cookies.set("hocso_vp", "that")
        first = browser.get("/")
        assert first.text == ""
        assert first.headers["set-cookie"].startswith("thu_hocso_vp=")
        assert browser.get("/").text.startswith("hocso_vp=moi")
        assert "that" not in browser.get("/").text
