"""State machines and tables with members of an enumeration: which member it is, is known only at run time."""

from __future__ import annotations

import enum
import math
from collections import deque
from dataclasses import dataclass, field

import numpy as np

from tests.programs import Sampler, program

S = Sampler(50311)


class Phase(enum.Enum):
    HEAT = 1
    HOLD = 2
    COOL = 3


class Level(enum.IntEnum):
    LOW = 0
    MID = 1
    HIGH = 2


class Switch(str, enum.Enum):
    ON = "on"
    OFF = "off"

    @property
    def gain(self):
        return 2.0 if self is Switch.ON else 0.5

    def flip(self):
        return Switch.OFF if self is Switch.ON else Switch.ON


class Mode(enum.Enum):
    FAST = "fast"
    SLOW = "slow"

    def step(self, x):
        return x * x if self is Mode.FAST else x + 1.0

    def other(self):
        return Mode.SLOW if self is Mode.FAST else Mode.FAST


RATE = {Phase.HEAT: 1.5, Phase.HOLD: 0.3, Phase.COOL: 2.0}
NEXT = {Phase.HEAT: Phase.HOLD, Phase.HOLD: Phase.COOL, Phase.COOL: Phase.HEAT}
RULE = {Phase.HEAT: lambda x: x + 1, Phase.HOLD: lambda x: x * x, Phase.COOL: math.sin}
SCHEDULE = [Phase.HEAT, Phase.HOLD, Phase.COOL] * 4


@dataclass
class Thermostat:
    temp: float
    phase: Phase = Phase.HEAT
    log: list = field(default_factory=list)
    timer: int = 0

    def step(self, gain, loss):
        match self.phase:
            case Phase.HEAT:
                self.temp += gain
                if self.temp > 3.0:
                    self.phase = Phase.HOLD
            case Phase.HOLD:
                self.timer += 1
                self.temp += 0.1 * (3.0 - self.temp)
                if self.timer >= 2:
                    self.phase = Phase.COOL
            case Phase.COOL:
                self.temp *= 1 - loss
        self.log.append(self.temp)


def thermostat(t0, gain, loss, n=10):
    th = Thermostat(t0)
    for _ in range(n):
        th.step(gain, loss)
    return sum(t * t for t in th.log) / len(th.log)


def rate_of_the_phase(x, n):
    phase, t = Phase.HEAT, x
    for _ in range(n):
        t += RATE[phase] * x
        if t > 2:
            phase = Phase.COOL
        elif phase in (Phase.HEAT, Phase.HOLD):
            phase = Phase.HOLD
    return t


def next_phase_from_a_table(x, n):
    phase, t = Phase.HEAT, x
    for _ in range(n):
        t = RULE[phase](t)
        phase = NEXT[phase]
    return t


def counted_phases(x, n):
    rates = {Phase.HEAT: x, Phase.HOLD: x**2, Phase.COOL: 0.1}
    counts = {p: 0 for p in Phase}
    phase, t = Phase.HEAT, x
    for _ in range(n):
        t = t * 0.3 + rates[phase] * phase.value
        counts[phase] += 1
        if t > 1.0:
            phase = Phase.COOL
        elif phase.name == "HEAT":
            phase = Phase.HOLD
        else:
            phase = Phase.HEAT
    return t * counts[Phase.HEAT] + counts[Phase.COOL] * x


def ordered_levels(x, w):
    level, t = Level.LOW, x
    for k in range(6):
        t += x * w[level] + 0.1 * level * x
        if t > 2:
            level = Level.HIGH
        elif level == 0:
            level = Level(level + 1)
        elif level < Level.HIGH and k > 3:
            level = Level.LOW
    return t


def switched_gain(x, n):
    switch, t = Switch.ON, x
    for _ in range(n):
        t = t * switch.gain + x
        if t > 3:
            switch = switch.flip()
        if switch == "off":
            t -= 0.1
    return t


def method_of_the_mode(x, n):
    mode, t = Mode.FAST, x
    for _ in range(n):
        if t > 3:
            mode = mode.other()
        if mode is Mode.SLOW:
            t -= 0.1
        t = mode.step(t) * 0.5
    return t


class Agent:
    def __init__(self, x):
        self.phase = Phase.HEAT
        self.x = x
        self.history = []

    def step(self, dt):
        before = self.phase
        if self.phase is Phase.HEAT and self.x > 1:
            self.phase = Phase.HOLD
        elif self.phase is Phase.HOLD and self.x < 0.5:
            self.phase = Phase.COOL
        self.history.append(self.phase)
        self.x += dt * {Phase.HEAT: 1.0, Phase.HOLD: -2.0}.get(self.phase, 0.3) * self.x
        return before != self.phase


def one_agent(x, n):
    agent, changes = Agent(x), 0
    for _ in range(n):
        if agent.step(0.3 * x):
            changes += 1
    held = sum(1 for p in agent.history if p is Phase.HOLD)
    return agent.x + changes * x + held * x + (x if agent.history[-1] == Phase.COOL else 0)


def many_agents(xs, n):
    agents = [Agent(x) for x in xs]
    for _ in range(n):
        for agent in agents:
            agent.step(0.4)
    warm = sum(agent.x for agent in agents if agent.phase is not Phase.COOL)
    return warm + sum(agent.phase.value * agent.x for agent in agents)


def classify(x):
    if x > 1:
        return Phase.HOLD
    return Phase.COOL if x < 0 else Phase.HEAT


def matched_class_of_a_number(xs):
    t = 0.0
    for x in xs:
        match classify(x):
            case Phase.HEAT:
                t += x
            case Phase.HOLD | Phase.COOL as which:
                t += x * x * which.value
    return t


def queue_of_phases(xs):
    queue, t, k = deque([(xs[0], Phase.HEAT)]), 0.0, 0
    while queue and k < 8:
        v, phase = queue.popleft()
        k += 1
        t += v * phase.value
        if phase == Phase.HEAT:
            queue.append((v * xs[1], Phase.HOLD))
            queue.append((v * 0.5, Phase.HEAT))
        elif phase == Phase.HOLD:
            queue.append((v + 1, Phase.COOL))
    return t


@dataclass
class Event:
    time: float
    kind: Phase = Phase.HEAT


def events_by_kind(xs):
    events = []
    for x in xs:
        events.append(Event(x, Phase.HOLD if x > 0 else Phase.COOL))
        events.append(Event(x * x))
    s = 0.0
    for e in sorted(events, key=lambda e: e.time):
        match e.kind:
            case Phase.HEAT:
                s = s * 0.5 + e.time
            case Phase.HOLD:
                s += e.time**2
            case _:
                s -= e.time
        match e:
            case Event(time=t, kind=Phase.HOLD) if t > 0.5:
                s *= t
            case Event(kind=Phase.HEAT):
                s += 1
    return s


def number_that_follows_a_schedule(x, n):
    t = x  # a number: `t +=` is another number, whatever is read from the table
    for k in range(n):
        t += RATE[SCHEDULE[k]] * x
    return t


def value_of_a_scheduled_phase(x, n):
    t = x
    schedule = [Phase.HEAT, Phase.HOLD, Phase.COOL] * 4
    for k in range(n):
        t += schedule[k].value * x
    return t


program(thermostat, (1.0, 0.7, 0.1), (0.2, 1.9, 0.3, 14))
for f in (
    rate_of_the_phase, next_phase_from_a_table, counted_phases, switched_gain, method_of_the_mode, one_agent,
    number_that_follows_a_schedule, value_of_a_scheduled_phase,
):  # fmt: skip
    program(f, (0.7, 8), (1.4, 5))
program(ordered_levels, (0.7, S.normal(3)), (1.4, S.normal(4)))
program(many_agents, (S.normal(4), 6), (S.normal(2), 2))
program(matched_class_of_a_number, (S.normal(4),), (2 * S.normal(3),))
program(queue_of_phases, (S.normal(4),), (2 * S.normal(3),))
program(events_by_kind, (S.normal(4),), (np.array([0.3, -0.7, 1.9]),))
