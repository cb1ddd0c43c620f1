"""What people call the kinds of events, and the causes of what time goes into."""

from __future__ import annotations

from paris44.language.text import pmsg

EVENTS = {
    "order": pmsg("event", "order"), "depart": pmsg("event", "depart"), "pass": pmsg("event", "pass"),
    "pass_tail": pmsg("event", "pass_tail"), "arrive": pmsg("event", "arrive"),
    "contact": pmsg("event", "contact"), "cleared": pmsg("event", "cleared"),
    "cross_bridge": pmsg("event", "cross_bridge"), "enter_city": pmsg("event", "enter_city"),
    "junction": pmsg("event", "junction"), "surrender": pmsg("event", "surrender"),
    "sign": pmsg("event", "sign"), "parade": pmsg("event", "parade"),
}  # fmt: skip
"""Event of the arrivals or of the record -> its name in a table."""
CAUSES = {
    "orders": pmsg("cause", "orders"), "start-slip": pmsg("cause", "start-slip"),
    "assembly": pmsg("cause", "assembly"), "rolling": pmsg("cause", "rolling"),
    "halt": pmsg("cause", "halt"), "fuel": pmsg("cause", "fuel"), "rest": pmsg("cause", "rest"),
    "breakdown": pmsg("cause", "breakdown"), "queue": pmsg("cause", "queue"),
    "passing": pmsg("cause", "passing"), "gridlock": pmsg("cause", "gridlock"),
    "line": pmsg("cause", "line"), "bridge": pmsg("cause", "bridge"), "fight": pmsg("cause", "fight"),
    "crowd": pmsg("cause", "crowd"), "weather": pmsg("cause", "weather"),
}  # fmt: skip
"""Cause -> its name in a table."""
