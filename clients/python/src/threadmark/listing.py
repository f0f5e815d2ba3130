"""Lists that page by themselves."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass
from typing import Any

from threadmark.operations import Row, get
from threadmark.query import QueryParams
from threadmark.transport import Call


@dataclass(frozen=True)
class Page:
    """A page of a list.

    Attributes:
        count: how many there are in all.
        count_exact: False where there are at least so many.
    """

    rows: list[Row]
    count: int
    count_exact: bool
    facets: dict[str, dict[str, int]]
    next_cursor: str | None


def _page(answer: Row) -> Page:
    return Page(
        answer["rows"],
        answer.get("count", len(answer["rows"])),
        answer.get("count_exact", True),
        answer.get("facets", {}),
        answer.get("next_cursor"),
    )


class _Asked:
    """A list that is asked for: the first page, and those behind."""

    def __init__(self, path: str, params: QueryParams) -> None:
        self.path = path
        self.params = params

    def first(self) -> Call[Row]:
        return get(self.path, self.params)

    def behind(self, page: Page) -> Call[Row] | None:
        """The next page; none where one page alone was asked for."""
        if page.next_cursor is None or "page_index" in self.params.parameters():
            return None
        return get(self.path, self.params.merged({"cursor": page.next_cursor}))


class Listing:
    """Rows of a list, read page by page as they are wanted."""

    def __init__(self, run: Callable[[Call[Row]], Row], path: str, params: QueryParams) -> None:
        self._run = run
        self._asked = _Asked(path, params)
        self._first: Page | None = None

    def pages(self) -> Iterator[Page]:
        page = self._first_page()
        while True:
            yield page
            behind = self._asked.behind(page)
            if behind is None:
                return
            page = _page(self._run(behind))

    def __iter__(self) -> Iterator[Row]:
        for page in self.pages():
            yield from page.rows

    @property
    def count(self) -> int:
        """How many there are in all."""
        return self._first_page().count

    @property
    def facets(self) -> dict[str, dict[str, int]]:
        return self._first_page().facets

    def to_list(self) -> list[Row]:
        return list(self)

    def to_pandas(self) -> Any:
        """All rows as a data frame; needs pandas."""
        import pandas

        return pandas.json_normalize(self.to_list())

    def to_datasets(self) -> Any:
        """All rows as a dataset of Hugging Face; needs datasets."""
        import datasets

        return datasets.Dataset.from_pandas(self.to_pandas(), preserve_index=False)

    def _first_page(self) -> Page:
        if self._first is None:
            self._first = _page(self._run(self._asked.first()))
        return self._first


class AsyncListing:
    """The same for those who await."""

    def __init__(self, run: Callable[[Call[Row]], Awaitable[Row]], path: str, params: QueryParams) -> None:
        self._run = run
        self._asked = _Asked(path, params)

    async def pages(self) -> AsyncIterator[Page]:
        call: Call[Row] | None = self._asked.first()
        while call is not None:
            page = _page(await self._run(call))
            yield page
            call = self._asked.behind(page)

    async def __aiter__(self) -> AsyncIterator[Row]:
        async for page in self.pages():
            for row in page.rows:
                yield row

    async def count(self) -> int:
        """How many there are in all."""
        return _page(await self._run(self._asked.first())).count

    async def to_list(self) -> list[Row]:
        return [row async for row in self]
