"""A special function's order, or a distribution's parameter, of which no derivative is known: also in a list."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import special, stats

import tangentx as tx
from tangentx.errors import MissingRuleError


def plain(p):
    return special.gammainc(p, 1.0)


def in_a_list(p):
    return np.sum(special.gammainc([p, p + 2], 1.0))


def in_a_list_that_grows(p):
    orders = [p]
    orders.append(p * 2)
    return np.sum(special.jv(orders, 1.0))


def of_a_distribution(p):
    return np.sum(stats.chi2.cdf(1.8, [p, p + 2]))


def by_keyword(p):
    return np.sum(stats.chi2.cdf(1.8, df=([p], [p + 2])))


@pytest.mark.parametrize("function", [plain, in_a_list, in_a_list_that_grows, of_a_distribution, by_keyword])
def test_refused_where_it_is_differentiated(function):
    with pytest.raises(MissingRuleError, match="with respect to") as caught:
        tx.grad(function)(1.3)
    assert caught.value.place.file == __file__
    with pytest.raises(MissingRuleError):
        tx.jvp(function, (1.3,), (1.0,))
