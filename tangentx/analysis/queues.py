"""The classes of `queue` in plain Python, for one thread: their objects are taken apart like those of the user.

Only `classes` reads these; nothing calls them.  Where the library would wait for another thread for ever, they raise.
"""

from __future__ import annotations

import heapq
import queue
from collections import deque
from types import MappingProxyType


class Waiting:
    """What all of them have: `_items` says what is in them, `_put` and `_get` in which order it comes."""

    def __init__(self, maxsize=0):
        self.maxsize = maxsize
        self._items = []

    def qsize(self):
        return len(self._items)

    def empty(self):
        return len(self._items) == 0

    def full(self):
        return 0 < self.maxsize <= len(self._items)

    def put(self, item, block=True, timeout=None):
        if 0 < self.maxsize <= len(self._items):
            raise queue.Full
        self._put(item)

    def put_nowait(self, item):
        self.put(item)

    def get(self, block=True, timeout=None):
        if len(self._items) == 0:
            raise queue.Empty
        return self._get()

    def get_nowait(self):
        return self.get()

    def task_done(self):
        pass

    def join(self):
        pass

    def _put(self, item):
        self._items.append(item)


class Simple(Waiting):
    stands_for = queue.SimpleQueue

    def __init__(self, maxsize=0):
        self.maxsize = maxsize
        self._items = deque()

    def _get(self):
        return self._items.popleft()


class InOrder(Simple):
    stands_for = queue.Queue


class LastFirst(Waiting):
    stands_for = queue.LifoQueue

    def _get(self):
        return self._items.pop()


class SmallestFirst(Waiting):
    stands_for = queue.PriorityQueue

    def _put(self, item):
        heapq.heappush(self._items, item)

    def _get(self):
        return heapq.heappop(self._items)


STAND_INS = MappingProxyType({cls.stands_for: cls for cls in (Simple, InOrder, LastFirst, SmallestFirst)})
