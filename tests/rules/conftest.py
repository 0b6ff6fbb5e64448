"""The rules open pages as the page tests do."""

from tests.pages.conftest import laptop_home, open_page, page_ws

__all__ = ["laptop_home", "open_page", "page_ws"]
