"""Files from the browser: what is refused at once, and that nothing of it stays."""

import base64
import os
import time

import pytest

from automappa.data.errors import DataError, NotFoundError
from automappa.data.uploads import delete_upload, find_upload, save_upload
from automappa.settings import get_settings

MARKERS = b"contig\tqname\tsname\tsacc\tfull_seq_score\tcutoff\n"


def encode(data):
    """Return bytes as the browser sends them."""
    return "data:application/octet-stream;base64," + base64.b64encode(data).decode()


def list_uploads():
    folder = get_settings().state_dir / "uploads"
    return sorted(folder.iterdir()) if folder.is_dir() else []


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("my bins.tsv", "my bins.tsv"),
        ("C:\\data\\bins.tsv", "bins.tsv"),
        ("../../etc/bins\x1b[31m.tsv", "bins[31m.tsv"),
        ("x" * 300 + ".tsv", "x" * 76 + ".tsv"),
        ("", "binning.tsv"),
        (None, "binning.tsv"),
        (7, "binning.tsv"),
        ("\0/", "binning.tsv"),
    ],
)
def test_messages_call_a_file_as_its_owner_does(name, shown):
    with pytest.raises(DataError) as error:
        save_upload("binning", encode(MARKERS), name)
    assert str(error.value).startswith(f"{shown}: columns are missing")
    assert list_uploads() == []


def test_a_saved_file_is_found_by_its_token():
    upload = save_upload("metagenome", encode(b">a\nACGT\n"))
    path = find_upload("metagenome", upload.token)
    assert (path.name, path.read_bytes(), upload.n_bytes) == ("metagenome.fna", b">a\nACGT\n", 8)
    delete_upload(upload.token)
    with pytest.raises(NotFoundError, match="choose it again"):
        find_upload("metagenome", upload.token)


@pytest.mark.parametrize(
    ("kind", "data", "message"),
    [
        ("metagenome", b"", "metagenome.fna: the file is empty"),
        ("metagenome", b" \n \n", "metagenome.fna: the file is empty"),
        ("metagenome", b"contig\tcluster\n", "metagenome.fna: not a FASTA file"),
        ("metagenome", b"\x89PNG\r\n\x1a\n\0\0", "metagenome.fna: not a text file"),
        ("metagenome", b"\x1f\x8b\x08", "metagenome.fna: is compressed; unpack it first"),
        ("binning", b"", "binning.tsv: the file is empty"),
        ("binning", MARKERS, "binning.tsv: columns are missing: cluster, completeness, purity"),
        ("binning", b"contig\xe9", "binning.tsv: not a text file in UTF-8"),
        ("binning", b"\xff\xfec\0", "binning.tsv: is text in UTF-16; save it as UTF-8"),
        ("markers", b">a\nACGT\n", "markers.tsv: columns are missing: contig"),
        ("markers", MARKERS.replace(b"sname", b"contig\tsname"), "columns stand in it twice: contig"),
        ("connections", MARKERS, "connections.tsv: columns are missing: node1, node2, connections"),
    ],
)
def test_files_of_another_kind_are_refused_and_not_kept(kind, data, message):
    with pytest.raises(DataError, match=message):
        save_upload(kind, encode(data))
    assert list_uploads() == []


@pytest.mark.parametrize("contents", ["", "data:text/plain,hello", "data:;base64,A", "data:;base64,{}{}"])
def test_what_no_browser_sends_is_refused(contents):
    with pytest.raises(DataError, match=r"metagenome\.fna: "):
        save_upload("metagenome", contents)
    assert list_uploads() == []


def test_a_file_may_be_as_large_as_the_limit_and_no_larger(use_environment):
    use_environment({"AUTOMAPPA_MAX_UPLOAD_MB": "1"})
    whole = b">a\n" + b"A" * (1024**2 - 3)
    assert save_upload("metagenome", encode(whole)).n_bytes == 1024**2
    with pytest.raises(DataError, match="larger than 1 MB; load it with"):
        save_upload("metagenome", encode(whole + b"A"))
    assert len(list_uploads()) == 1


@pytest.mark.parametrize("token", ["", "../../etc", "a" * 31, "A" * 32, "/" * 32, "a" * 32 + "\n", None, 7])
def test_a_token_is_never_a_path(token):
    with pytest.raises(NotFoundError, match="the binning file is not there any more"):
        find_upload("binning", token)


def test_a_token_of_another_kind_is_not_found():
    upload = save_upload("metagenome", encode(b">a\nACGT\n"))
    for kind in ("binning", "../metagenome"):
        with pytest.raises(NotFoundError):
            find_upload(kind, upload.token)


def test_files_that_nobody_used_are_deleted_after_a_day():
    old = save_upload("metagenome", encode(b">a\nACGT\n"))
    yesterday = time.time() - 25 * 60 * 60
    os.utime(get_settings().state_dir / "uploads" / old.token, (yesterday, yesterday))
    new = save_upload("metagenome", encode(b">a\nACGT\n"))
    assert [path.name for path in list_uploads()] == [new.token]


def test_of_too_many_waiting_files_the_oldest_go():
    saved = []
    for age in range(42, 0, -1):
        upload = save_upload("metagenome", encode(b">a\nACGT\n"))
        then = time.time() - age
        os.utime(get_settings().state_dir / "uploads" / upload.token, (then, then))
        saved.append(upload.token)
    assert {path.name for path in list_uploads()} == set(saved[2:])
