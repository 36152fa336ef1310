"""Figures as values: what they show of the columns they are made from, whatever draws them."""

import base64
import json

import numpy as np
import pytest

from automappa.components.distributions import draw_bins, draw_boxes, draw_shares, draw_taxonomy
from automappa.components.groups import MAX_GROUPS, Group, split_rows
from automappa.components.plots import MUTED, make_axis
from automappa.components.scatter import Axis, Looks, draw_plane, draw_space
from automappa.data.columns import Words

CLUSTERS = Words(("a", "b"), np.asarray([0, 1, -1, 0], np.int32))
LOOKS = Looks(["c1", "c2", "c3", "c4"], np.asarray([0, 1, 9, 2]))
X = Axis("GC content (%)", np.asarray([30.0, 40.0, 50.0, 60.0]))
Y = Axis("coverage", np.asarray([1.0, 2.0, np.nan, 4.0]), is_log=True)
ALL = np.arange(4)


def decode(packed):
    return np.frombuffer(base64.b64decode(packed["bdata"]), packed["dtype"]).tolist()


def draw(**more):
    return draw_plane(X, Y, split_rows(CLUSTERS, ALL, blank="unclustered"), LOOKS, **more)


def test_each_group_is_a_trace_and_the_unlabelled_come_last():
    traces = draw()["data"]
    assert [trace["name"] for trace in traces[:3]] == ["a", "b", "unclustered"]
    assert traces[2]["marker"]["color"] == MUTED
    assert {trace["type"] for trace in traces} == {"scattergl"}


def test_legend_has_each_group_once_with_a_symbol_that_means_nothing():
    traces = draw()["data"]
    shown = [trace for trace in traces if trace.get("showlegend", True)]
    assert [trace["name"] for trace in shown] == ["a", "b", "unclustered"]
    assert all("symbol" not in trace["marker"] for trace in shown)
    # A click on it hides the points of its group.
    groups = {trace["name"]: trace["legendgroup"] for trace in traces[:3]}
    assert groups == {trace["name"]: trace["legendgroup"] for trace in shown}


def test_connections_are_one_line_with_gaps():
    trace = draw(links=(np.asarray([0, 2]), np.asarray([1, 3])))["data"][0]
    assert (trace["name"], trace["mode"]) == ("connections", "lines")
    assert decode(trace["x"])[:2] + decode(trace["x"])[3:5] == [30.0, 40.0, 50.0, 60.0]
    assert np.isnan(decode(trace["x"])[2])
    assert "connections" not in [trace["name"] for trace in draw(links=(ALL[:0], ALL[:0]))["data"]]


def test_points_keep_their_place_header_and_row():
    trace = draw()["data"][0]
    assert decode(trace["x"]) == [30.0, 60.0]
    assert decode(trace["y"]) == [1.0, 4.0]
    assert trace["text"] == ["c1", "c4"]
    assert trace["customdata"] == [0, 3]


def test_symbols_and_sizes_follow_the_markers():
    markers = [trace["marker"] for trace in draw()["data"][:3]]
    # Plotly's numbers of circle, diamond; square; hexagram.
    assert [decode(marker["symbol"]) for marker in markers] == [[0, 2], [1], [18]]
    assert [decode(marker["size"]) for marker in markers] == [[7, 9], [8], [14]]


def test_selected_points_are_told_by_their_place_in_the_trace():
    traces = draw(selected=np.asarray([1, 3]))["data"][:3]
    assert [trace["selectedpoints"] for trace in traces] == [[1], [0], []]
    assert all("selectedpoints" not in trace for trace in draw()["data"])


def test_medians_lie_on_top_and_cannot_be_selected():
    last = draw(medians={"a": (45.0, 2.5)})["data"][-1]
    assert (last["x"], last["y"], last["text"]) == ([45.0], [2.5], ["a"])
    assert "customdata" not in last


def test_names_from_files_are_no_markup():
    looks = Looks(["<b>c1</b>", "c2", "c3", "c4&amp;"], LOOKS.n_markers)
    clusters = Words(("<i>a", "b"), CLUSTERS.codes)
    trace = draw_plane(X, Y, split_rows(clusters, ALL, blank="-"), looks)["data"][0]
    assert trace["text"] == ["&lt;b&gt;c1&lt;/b&gt;", "c4&amp;amp;"]
    assert trace["name"] == "&lt;i&gt;a"


def test_colours_stay_with_their_names_when_others_are_hidden():
    everything = {group.name: group.color for group in split_rows(CLUSTERS, ALL, blank="-")}
    only_b = split_rows(CLUSTERS, np.asarray([1]), blank="-")
    assert [(group.name, group.color) for group in only_b] == [("b", everything["b"])]


def test_small_groups_beyond_the_limit_are_put_together_and_none_is_lost():
    n_names = MAX_GROUPS + 5
    codes = np.concatenate([np.arange(n_names), np.arange(MAX_GROUPS), [-1]]).astype(np.int32)
    words = Words(tuple(f"n{number:03d}" for number in range(n_names)), codes)
    groups = split_rows(words, np.arange(len(codes)), blank="none")
    assert [group.name for group in groups[-2:]] == ["5 others", "none"]
    assert len(groups) == MAX_GROUPS + 2
    assert sorted(np.concatenate([group.rows for group in groups]).tolist()) == list(range(len(codes)))


def test_nothing_to_show_says_why():
    figure = draw_plane(X, Y, split_rows(CLUSTERS, np.empty(0, np.int64), blank="-"), LOOKS)
    assert figure["data"] == []
    assert "No contig is shown" in figure["layout"]["annotations"][0]["text"]
    assert draw_space(X, Y, X, [], LOOKS)["data"] == []


def test_space_has_three_axes_with_their_titles():
    figure = draw_space(X, Y, Axis("length", X.values), split_rows(CLUSTERS, ALL, blank="-"), LOOKS)
    scene = figure["layout"]["scene"]
    assert [scene[f"{name}axis"]["title"]["text"] for name in "xyz"] == [X.title, Y.title, "length"]
    assert decode(figure["data"][0]["z"]) == [30.0, 60.0]


def test_logarithmic_axes_have_whole_numbers_at_their_ticks():
    axis = make_axis("coverage", is_log=True)
    shown = dict(zip(axis["tickvals"], axis["ticktext"], strict=True))
    assert (shown[0.1], shown[20.0], shown[5000.0], shown[2_000_000.0]) == ("0.1", "20", "5k", "2M")


def test_boxes_are_numpys_quartiles_and_whiskers_end_at_a_contig():
    values = np.asarray([1.0, 2.0, 3.0, 4.0, 5.0, 100.0, np.nan])
    (box,) = draw_boxes("length", values, [Group("all", MUTED, np.arange(7))])["data"]
    assert [box["q1"], box["median"], box["q3"]] == [[2.25], [3.5], [4.75]]
    assert (box["lowerfence"], box["upperfence"]) == ([1.0], [5.0])


def test_boxes_of_nothing_known_are_left_out():
    nothing = Group("none", MUTED, np.asarray([0]))
    assert draw_boxes("coverage", np.asarray([np.nan]), [nothing])["data"] == []


def test_shares_count_bases_and_add_up():
    lengths = np.asarray([10.0, 20.0, 30.0, 40.0])
    (bar,) = draw_shares(CLUSTERS, lengths, ALL)["data"]
    assert dict(zip(bar["y"], bar["x"], strict=True)) == {"a": 50.0, "b": 20.0, "unknown": 30.0}


def test_taxonomy_flows_keep_all_bases_between_two_ranks():
    lengths = np.asarray([10.0, 20.0, 30.0, 40.0])
    genus = Words(("g1", "g2", "g3"), np.asarray([0, 1, -1, 2], np.int32))
    unknown = Words((), np.full(4, -1, np.int32))
    (trace,) = draw_taxonomy({"phylum": CLUSTERS, "class": unknown, "genus": genus}, lengths, ALL)["data"]
    names = trace["node"]["label"]
    link = trace["link"]
    flows = {
        (names[source], names[target]): value
        for source, target, value in zip(link["source"], link["target"], link["value"], strict=True)
    }
    assert flows == {
        ("a", "g1"): 10.0,
        ("b", "g2"): 20.0,
        ("unknown", "unknown"): 30.0,
        ("a", "g3"): 40.0,
    }


def test_unknown_taxonomy_is_said():
    unknown = Words((), np.full(4, -1, np.int32))
    figure = draw_taxonomy({"phylum": unknown}, np.ones(4), ALL)
    assert "not known" in figure["layout"]["annotations"][0]["text"]


@pytest.mark.parametrize(("completeness", "purity"), [(30.0, 20.0), (99.0, 99.0), (np.nan, np.nan)])
def test_plot_of_bins_holds_every_bin_and_the_bounds(completeness, purity):
    figure = draw_bins(["x"], np.asarray([completeness]), np.asarray([purity]), np.asarray([10.0]))
    for axis, bound, value in (("xaxis", 50, completeness), ("yaxis", 90, purity)):
        low, high = figure["layout"][axis]["range"]
        assert low < bound < 100 < high
        assert not value < low


def test_figures_are_json():
    figures = [
        draw(selected=ALL, medians={"a": (1.0, 2.0)}),
        draw_boxes("x", X.values, [Group("all", MUTED, ALL)]),
        draw_shares(CLUSTERS, X.values, ALL),
        draw_taxonomy({"cluster": CLUSTERS}, X.values, ALL),
    ]
    assert all(json.loads(json.dumps(figure)) for figure in figures)
