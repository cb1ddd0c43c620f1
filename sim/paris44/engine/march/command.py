"""The command of a column: its order is issued, transmitted and started; then its units may go."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from typing import Any

from simpy.events import Event as SimEvent

from paris44.engine.board import Board
from paris44.engine.events import Cause, Kind
from paris44.engine.kernel import Kernel
from paris44.engine.log import Enabler, Event, OrderTrace
from paris44.engine.march.column import Column
from paris44.engine.march.unit import MarchUnit


class Command:
    """A column and those who march in it. ``units``: all units of the replication, by their index."""

    def __init__(self, kernel: Kernel, board: Board, column: Column, units: Sequence[MarchUnit]) -> None:
        self._kernel = kernel
        self._board = board
        self._column = column
        self._all = units
        self._units = [units[i] for i in column.members]
        for serial in column.plan.serials:
            for i in serial.units:
                units[i].join(column, serial.named)

    def carry_out(self) -> Generator[SimEvent, Any, None]:
        """Issue, transmit and start the order; then let its units go."""
        kernel, board, order = self._kernel, self._board, self._column.order
        env = kernel.env
        light = kernel.world.sky.of(order)
        enabler = yield from board.moment(order.issued, order.id, light)
        issued = env.now
        self._tell("order", enabler)
        for unit in self._units:
            unit.ordered()
        board.fire(("order", order.id), Enabler(issued, event=len(kernel.log.events) - 1))
        yield env.timeout(kernel.draw(order.transmission, order.id, "transmission"))
        received = env.now
        self._tell("receive", None)
        root = yield from board.start(order.start, f"{order.id}/start", light, issued)
        start = env.now
        waits: Cause = "rest" if order.start.clock else "orders"
        if order.slip:
            yield env.timeout(kernel.draw(kernel.law("start-slip"), order.id, "slip"))
        started = env.now
        later = root if root.time > received else enabler
        kernel.log.orders[order.id] = OrderTrace(issued, received, start, started, later, waits)
        self._release(started)

    def _tell(self, kind: Kind, enabler: Enabler | None) -> None:
        now, order = self._kernel.env.now, self._column.order
        for serial in self._column.plan.serials:
            who, where = serial.formation, order.route[0]
            stands = self._stands(serial.units) if kind == "order" else ""
            self._kernel.tell(Event(now, kind, who, where, order.id, stands, None, enabler))

    def _stands(self, units: Sequence[int]) -> str:
        """Where the first of some units is; the place of an order is the first of its route."""
        first = self._all[units[0]] if units else None
        if first is None or not first.place:
            return ""
        road = first.lane
        return f"stands at {first.place}" if road is None else f"is on {road.a.name}--{road.b.name}"

    def _release(self, at: float) -> None:
        """Let those go who are called; who is detached by the order leaves whatever he is doing for it."""
        column = self._column
        called = {unit.index: unit.vehicles for unit in self._units if unit.is_called(column)}
        column.release(at, called)
        for name in column.order.serials if column.order.detach else ():
            self._kernel.log.detached.setdefault(name, at)
        for unit in self._units:
            if column.order.detach and unit.is_called(column):
                unit.detach(column)
            unit.released()
