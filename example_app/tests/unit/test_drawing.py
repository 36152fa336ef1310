"""Symbols, sizes and traces."""

import json

import numpy as np
import pytest

from automappa.science.markers import choose_size, choose_symbol
from automappa.science.traces import Look, build_traces


@pytest.mark.parametrize(
    ("n_markers", "symbol", "size"),
    [(0, "circle", 7), (1, "square", 8), (6, "hexagon2", 13), (7, "hexagram", 14), (40, "hexagram", 14)],
)
def test_symbol_and_size_grow_with_the_markers(n_markers, symbol, size):
    assert (choose_symbol(n_markers), choose_size(n_markers)) == (symbol, size)


def test_each_cluster_is_one_trace_and_the_unclustered_come_last():
    looks = [
        Look("c1", None, "circle", 7),
        Look("c2", "z_bin", "square", 8),
        Look("c3", "a_bin", "circle", 7),
        Look("c4", "z_bin", "circle", 7),
    ]
    traces = build_traces(np.arange(8).reshape(4, 2) / 3, looks)
    assert [trace["name"] for trace in traces] == ["a_bin", "z_bin", "unclustered"]
    assert traces[1]["text"] == ["c2", "c4"]
    assert traces[1]["x"] == [0.6667, 2.0]
    assert traces[1]["marker"] == {"symbol": ["square", "circle"], "size": [8, 7]}
    assert json.loads(json.dumps(traces)) == traces
