"""A browser without a network: requests go straight into the program's pages."""

import asyncio
from collections.abc import Mapping
from types import TracebackType

import httpx
from fastapi import FastAPI


class Browser:
    """Keeps its cookies and follows no redirect by itself."""

    def __init__(self, app: FastAPI, base_url: str = "http://hoc.test") -> None:
        transport = httpx.ASGITransport(app, raise_app_exceptions=False, client=("203.0.113.7", 40000))
        self._client = httpx.AsyncClient(transport=transport, base_url=base_url)
        self._runner = asyncio.Runner()

    @property
    def cookies(self) -> httpx.Cookies:
        return self._client.cookies

    def get(self, path: str, headers: Mapping[str, str] | None = None) -> httpx.Response:
        return self._runner.run(self._client.get(path, headers=headers))

    def post(
        self,
        path: str,
        data: Mapping[str, str] | None = None,
        *,
        content: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> httpx.Response:
        return self._runner.run(self._client.post(path, data=data, content=content, headers=headers))

    def __enter__(self) -> "Browser":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._runner.run(self._client.aclose())
        self._runner.close()
